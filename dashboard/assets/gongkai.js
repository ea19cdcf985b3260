// Streamlit's own words in Chinese, links inside the site without a reload, and copying of the address.
(() => {
  // A session that ended shows the sign-in instead of a page that no longer answers.
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("close", (event) => { if (event.code === 4401) window.location.reload(); });
    }
  };
  const words = /*words*/{};
  const patterns = [
    [/^(\d+) options? available\.?.*$/, "有$1个选项"],
    [/^Add: (.+)$/, "添加：$1"],
    [/^View (\d+) more$/, "再看$1项"],
    [/^(\d+(?:\.\d+)?)(KB|MB|GB) per file(?: • (.*))?$/, (_, n, u, t) => `每个文件不超过${n}${u}` + (t ? ` • ${t}` : "")],
    [/^File must be (.+) or smaller\.$/, "没有上传：每份文件不超过$1。请移除这份文件。"],
    [/^Error:$/, "出错："],
    [/^Help for (.+)$/, "说明：$1"],
    [/^Remove (.+)$/, "移除$1"],
    [/^Selected (.+)\. (.+)$/, "已选$1。$2"],
    [/^Showing page (\d+) of (\d+)$/, "第$1页，共$2页"],
    [/^(.+), close by backspace$/, "$1，按退格键移除"],
    [/^(year|month|day), (.+)$/, (_, part, label) => `${label}：${{ year: "年", month: "月", day: "日" }[part]}`],
  ];
  const translate = (text) => {
    const key = text.trim();
    if (!key || !/[A-Za-z]{2}/.test(key)) return null;
    if (words[key]) return text.replace(key, words[key]);
    for (const [pattern, to] of patterns) if (pattern.test(key)) return text.replace(key, key.replace(pattern, to));
    return null;
  };
  const ours = (node) => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    return !element || element.closest("[data-testid=stMarkdownContainer]:not(button *, [role=tooltip] *), [data-testid=stHtml], code, textarea, .gk");
  };
  const attributes = ["aria-label", "placeholder", "title", "alt", "aria-description"];
  const visit = (root) => {
    if (root.nodeType === 3) {
      if (ours(root)) return;
      const to = translate(root.data);
      if (to !== null && to !== root.data) root.data = to;
      return;
    }
    if (root.nodeType !== 1 || root.tagName === "SCRIPT" || root.tagName === "STYLE") return;
    if (root.matches("[data-testid=stHtml]")) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === 3) visit(node);
      else for (const name of attributes) {
        const value = node.getAttribute(name);
        if (!value) continue;
        const to = translate(value);
        if (to !== null && to !== value) node.setAttribute(name, to);
      }
    }
  };
  // A table of years that finds no room shows its last ones first.
  const toLatest = (node) => {
    if (node.nodeType !== 1) return;
    for (const table of node.querySelectorAll(".gk-history, .gk-board")) {
      const scroll = table.closest(".gk-scroll");
      const years = [...table.querySelectorAll("thead th")].filter((head) => /^\d{4}年$/.test(head.textContent.trim()));
      const last = years.at(-1);
      if (scroll && last) scroll.scrollLeft = last.offsetLeft + last.offsetWidth - scroll.clientWidth;
    }
  };
  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach((node) => { visit(node); toLatest(node); });
      else if (change.type === "characterData") visit(change.target);
      else {
        const value = change.target.getAttribute(change.attributeName);
        const to = value && translate(value);
        if (to && to !== value) change.target.setAttribute(change.attributeName, to);
      }
    }
  });
  observer.observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: attributes,
  });

  const say = (text) => {
    let note = document.getElementById("gk-note");
    if (!note) {
      note = document.createElement("div");
      note.id = "gk-note";
      note.setAttribute("role", "status");
      document.body.append(note);
    }
    note.textContent = text;
    note.classList.add("shown");
    clearTimeout(say.timer);
    say.timer = setTimeout(() => note.classList.remove("shown"), 2500);
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // An address over plain http is no secure context: the old way still works there.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say("已复制本页链接");
  };
  // Streamlit takes a step in the history as a change of page and of its bound parameters, without a reload.
  const go = (to) => {
    window.gongkaiStep(to);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  };
  // A click that comes while the filter bar is still loading waits for it.
  const settled = () =>
    document.querySelector("[data-testid=fp]") && !document.querySelector(".st-key-filters [data-testid=stSkeleton]");
  const onceSettled = (act, tries = 100) => {
    if (settled() || !tries) act();
    else setTimeout(() => onceSettled(act, tries - 1), 50);
  };
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    if (target.closest("[data-copy-link]")) {
      event.preventDefault();
      copy(location.href);
      return;
    }
    if (target.closest("[data-print]")) {
      event.preventDefault();
      window.print();
      return;
    }
    const link = target.closest("a[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const to = new URL(link.href, location.href);
    if (to.origin !== location.origin) return;
    event.preventDefault();
    onceSettled(() => go(to));
  }, true);

  // Streamlit's list of pages on a narrow screen puts a box between list and entries: say what is the list.
  new MutationObserver(() => {
    for (const list of document.querySelectorAll("[data-testid=stSidebarNavItems]:not([role])")) {
      list.setAttribute("role", "none");
    }
    for (const entry of document.querySelectorAll("[data-testid=stSidebarNavItems] li")) {
      if (entry.parentElement.tagName !== "UL") entry.parentElement.setAttribute("role", "list");
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  // On paper a chart takes the width of the sheet: its drawing is scaled, for there is no time to draw it anew.
  const printed = [];
  window.addEventListener("beforeprint", () => {
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const width = chart.clientWidth, height = chart.clientHeight;
      if (!width || !height) continue;
      for (const svg of chart.querySelectorAll(".main-svg")) {
        printed.push([svg, svg.getAttribute("style")]);
        svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        svg.style.width = "100%";
        svg.style.height = "auto";
      }
      chart.style.setProperty("--gk-shape", `${width} / ${height}`);
      // Never so tall that no sheet has room for it below a headline: 640 pixels of paper are 170 mm.
      chart.style.setProperty("--gk-most", `${Math.round(Math.min(width * 1.15, (640 * width) / height))}px`);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const [svg, style] of printed.splice(0)) {
      svg.removeAttribute("viewBox");
      svg.setAttribute("style", style || "");
    }
  });

  // The sentence a link points to comes into view once it is drawn.
  let seen = "";
  new MutationObserver(() => {
    const mark = document.querySelector("[data-here]");
    const name = mark && location.search + mark.id;
    if (name && name !== seen) {
      seen = name;
      mark.scrollIntoView({ block: "center" });
      mark.focus({ preventScroll: true });
    }
    if (!mark) seen = "";
  }).observe(document.documentElement, { childList: true, subtree: true });

  // Plotly for our charts (chart.js): begun by the page where it has charts, otherwise fetched once it is idle.
  const address = document.currentScript.dataset.plotly;
  let loading;
  const plotly = () => loading ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    let script = document.querySelector(`script[src="${address}"]`);
    if (!script) {
      script = document.createElement("script");
      script.src = address;
      document.head.append(script);
    }
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", reject);
  });
  window.gongkai = { go: (to) => onceSettled(() => go(to)), plotly };
  if (!document.querySelector(`script[src="${address}"]`)) {
    window.addEventListener("load", () => setTimeout(() => {
      const link = document.createElement("link");
      link.rel = "prefetch";
      link.as = "script";
      link.href = address;
      document.head.append(link);
    }, 4000));
  }
})();
