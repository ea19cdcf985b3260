// 单文件报告: filters its rows, draws its charts, shows the sentence behind a number. It asks for nothing.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const drawing = "http://www.w3.org/2000/svg";
  const part = (parent, name, attributes, text) => {
    const element = document.createElementNS(drawing, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };
  const canvas = (place, height, label) => {
    place.replaceChildren();
    const svg = part(place, "svg", { viewBox: `0 0 900 ${height}`, role: "img", "aria-label": label });
    return svg;
  };
  const say = (place, text) => {
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = text;
    place.replaceChildren(note);
  };
  const chosen = () => ({ kind: at("kind").value, office: at("office").value, indicator: at("indicator").value, words: at("words").value.trim() });
  const isShown = (element, to) =>
    (!to.kind || element.dataset.kind === to.kind) && (!to.office || element.dataset.office === to.office)
    && (!to.words || element.textContent.includes(to.words));

  const bars = (to) => {
    const indicator = data.indicators[to.indicator];
    const rows = [];
    for (const [code, office] of Object.entries(data.offices)) {
      if ((to.kind && office.kind !== to.kind) || (to.office && code !== to.office)) continue;
      const now = (data.courses[to.indicator]?.[code] ?? []).find(([year]) => year === data.year);
      if (now) rows.push([office.name, now[1], now[2], now[3]]);
    }
    if (!rows.length) return say(at("bar-chart"), data.words.untold);
    rows.sort((a, b) => b[1] - a[1]);
    const most = Math.max(...rows.map((row) => row[1]), 0) || 1;
    const svg = canvas(at("bar-chart"), rows.length * 28 + 6, `${indicator.name}：${rows.map((row) => row[0] + row[2]).join("，")}`);
    rows.forEach(([name, value, words, isFew], place) => {
      const y = place * 28 + 4;
      part(svg, "text", { x: 0, y: y + 16 }, name);
      part(svg, "rect", { class: isFew ? "bar few" : "bar", x: 260, y: y + 2, width: Math.max(540 * value / most, 0), height: 18 });
      part(svg, "text", { x: 268 + Math.max(540 * value / most, 0), y: y + 16 }, words);
    });
  };
  const course = (to) => {
    const told = to.office ? data.courses[to.indicator]?.[to.office] ?? [] : [];
    if (!to.office) return say(at("line-chart"), data.words.choose);
    if (!told.length) return say(at("line-chart"), data.words.untold);
    const indicator = data.indicators[to.indicator], office = data.offices[to.office];
    const svg = canvas(at("line-chart"), 230, `${office.name}${indicator.name}：${told.map((one) => `${one[0]}年${one[2]}`).join("，")}`);
    // A count is seen from 0, a rate from its lowest year.
    const low = indicator.unit === "%" ? Math.min(...told.map((one) => one[1])) : 0, high = Math.max(...told.map((one) => one[1]));
    const x = (year) => 60 + 780 * (year - data.years[0]) / Math.max(data.years.length - 1, 1);
    const y = (value) => (high > low ? 170 - 130 * (value - low) / (high - low) : 100);
    for (const year of data.years) part(svg, "text", { x: x(year), y: 215, class: "soft", "text-anchor": "middle" }, `${year}`);
    part(svg, "line", { class: "axis", x1: 30, x2: 870, y1: 190, y2: 190 });
    let path = "", before = null;
    for (const [year, value] of told) {
      path += `${before === year - 1 ? "L" : "M"}${x(year)} ${y(value)}`;
      before = year;
    }
    part(svg, "path", { class: "course", d: path });
    for (const [year, value, words, isFew] of told) {
      part(svg, "circle", { class: isFew ? "dot few" : "dot", cx: x(year), cy: y(value), r: 5 });
      part(svg, "text", { x: x(year), y: y(value) - 12, "text-anchor": "middle" }, words);
    }
  };
  const filter = () => {
    const to = chosen();
    for (const element of document.querySelectorAll("[data-office]")) element.hidden = !isShown(element, to);
    for (const option of at("office").options) {
      option.hidden = Boolean(to.kind && option.value && data.offices[option.value].kind !== to.kind);
    }
    document.querySelector(".nothing").hidden = [...document.querySelectorAll(".matters li")].some((item) => !item.hidden);
    bars(to);
    course(to);
  };
  at("kind").addEventListener("change", () => {
    const office = data.offices[at("office").value];
    if (office && at("kind").value && office.kind !== at("kind").value) at("office").value = "";
  });
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["kind", "office", "indicator"]) at(id).addEventListener("change", filter);
  at("words").addEventListener("input", filter);
  const source = at("source");
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-source]");
    if (!button) return;
    source.querySelector("p").textContent = data.words.basis + data.sources[Number(button.dataset.source)];
    source.hidden = false;
  });
  source.querySelector("button").addEventListener("click", () => { source.hidden = true; });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") source.hidden = true; });
  filter();
})();
