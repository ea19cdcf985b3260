// One chart: draws the figure that the page sent last into the drawing that is there.
export default function ({ parentElement, data }) {
  let chart = parentElement.querySelector(".gk-chart");
  if (!chart) {
    chart = document.createElement("div");
    chart.className = "gk-chart";
    chart.setAttribute("role", "img");
    parentElement.append(chart);
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
};

const follow = (Plotly, chart) => {
  // A point leads to the address it carries: its sentence, or the office.
  const addressOf = (event) => {
    const address = event.points?.[0]?.customdata;
    return typeof address === "string" && address.startsWith("./") ? address : null;
  };
  chart.on("plotly_click", (event) => {
    const address = addressOf(event);
    if (address) window.gongkai.go(new URL(address, location.href));
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
