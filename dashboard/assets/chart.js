// One chart: draws the figure that the page sent last into the drawing that is there.
export default function ({ parentElement, data }) {
  let chart = parentElement.querySelector(".gk-chart");
  if (!chart) {
    chart = document.createElement("div");
    chart.className = "gk-chart";
    chart.setAttribute("role", "img");
    const told = document.createElement("p");
    told.className = "gk-told";
    told.setAttribute("aria-live", "polite");
    parentElement.append(chart, told);
  }
  chart.setAttribute("aria-label", data.alt);
  chart.style.height = `${data.height}px`;
  chart.sent = data;
  window.gongkai.plotly().then((Plotly) => draw(Plotly, chart, data));
}

const draw = (Plotly, chart, data) => {
  // What came while Plotly was still loading is drawn in its stead; what is drawn already is not drawn again.
  if (chart.sent !== data || chart.revision === data.revision) return;
  const isFirst = chart.revision === undefined;
  chart.revision = data.revision;
  react(Plotly, chart, data);
  if (isFirst) follow(Plotly, chart);
};

// Where a figure is narrower than this (pixels), as on a phone, it has its layout for that, if it brings one.
const NARROW = 480;
const isNarrow = (chart) => chart.clientWidth < NARROW;

const react = (Plotly, chart, data) => {
  const figure = JSON.parse(data.figure);
  const base = (isNarrow(chart) && figure.narrow) || figure.layout;
  const layout = { ...base, datarevision: data.revision, width: chart.clientWidth, height: data.height };
  chart.narrow = isNarrow(chart);
  Plotly.react(chart, figure.data, layout, data.config);
  if (leading(chart).length) chart.tabIndex = 0;
  else chart.removeAttribute("tabindex");
};

const isAddress = (value) => typeof value === "string" && value.startsWith("./");
const go = (address) => window.gongkai.go(new URL(address, location.href));

// The points that lead somewhere, line by line.
const leading = (chart) =>
  chart.data.flatMap(({ customdata }, curveNumber) =>
    (Array.isArray(customdata) ? customdata : [])
      .map((address, pointNumber) => ({ address, curveNumber, pointNumber }))
      .filter(({ address }) => isAddress(address)),
  );

// Arrow keys go from point to point and show each one's words, Enter follows it, Escape lets go.
const byKeys = (Plotly, chart) => {
  let place = -1;
  const letGo = () => {
    place = -1;
    Plotly.Fx.unhover(chart);
  };
  chart.addEventListener("blur", letGo);
  // Plotly shows a point's words a moment after it is asked to, and tells nobody when nobody pointed.
  const tell = () => {
    chart.nextElementSibling.textContent = chart.querySelector(".hoverlayer")?.textContent ?? "";
  };
  chart.addEventListener("keydown", (event) => {
    const points = leading(chart);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && points.length) {
      place = place < 0 ? (step > 0 ? 0 : points.length - 1) : (place + step + points.length) % points.length;
      Plotly.Fx.hover(chart, [points[place]]);
      setTimeout(tell, 100);
    } else if (event.key === "Enter" && points[place]) go(points[place].address);
    else if (event.key === "Escape") letGo();
    else return;
    event.preventDefault();
  });
};

const follow = (Plotly, chart) => {
  // A point leads to the address it carries: its sentence, or the office.
  const addressOf = (event) => {
    const address = event.points?.[0]?.customdata;
    return isAddress(address) ? address : null;
  };
  byKeys(Plotly, chart);
  chart.on("plotly_click", (event) => {
    const address = addressOf(event);
    if (address) go(address);
  });
  chart.on("plotly_hover", (event) => {
    for (const layer of chart.querySelectorAll(".nsewdrag")) layer.style.cursor = addressOf(event) ? "pointer" : "";
  });
  let asked = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      const width = chart.clientWidth;
      if (!width || width === chart.layout?.width || matchMedia("print").matches) return;
      if (chart.narrow === isNarrow(chart)) Plotly.relayout(chart, { width });
      else react(Plotly, chart, chart.sent);
    });
  }).observe(chart);
};
