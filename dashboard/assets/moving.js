// Getting about: one step of the history for each choice, the place where one was on the way back, the menu of a
// phone, and the entry of the navigation that one is at. It comes before Streamlit's scripts.
(() => {
  // Streamlit writes to the address what it likes, in several steps and over the entry that is there. What comes of
  // one thing that a reader did is one step: the first is an entry of its own, so that "back" undoes a choice.
  const [push, replace] = [history.pushState.bind(history), history.replaceState.bind(history)];
  let acted = false;
  for (const kind of ["pointerdown", "keydown", "click"]) {
    addEventListener(kind, () => { acted = true; }, { capture: true, passive: true });
  }
  const places = new Map();
  let entry = history.state?.gk ?? 0, last = Math.max(entry, Number(sessionStorage.getItem("gk-last") ?? 0));
  const write = (state, title, address) => {
    const to = new URL(address ?? location.href, location.href);
    if (!acted || (to.pathname === location.pathname && to.search === location.search)) {
      replace({ ...state, gk: entry }, title, address);
      return;
    }
    acted = false;
    entry = last += 1;
    sessionStorage.setItem("gk-last", last);
    push({ ...state, gk: entry }, title, address);
  };
  history.pushState = write;
  history.replaceState = write;

  // On the way back the page is scrolled to where it was, once it is as long as it was.
  const scroller = () => document.querySelector("[data-testid=stMain]");
  let wanted = null;
  addEventListener("scroll", (event) => {
    if (wanted === null && event.target === scroller()) places.set(entry, event.target.scrollTop);
  }, { capture: true, passive: true });
  const restore = () => {
    const box = scroller();
    if (wanted === null || !box) return;
    const here = document.querySelector("[data-here]");
    // A sentence of the page that is left stays on screen until the next one is drawn.
    if (here && here !== restore.left) wanted = null;
    else if (box.scrollHeight - box.clientHeight >= wanted && document.querySelector("[data-test-script-state=notRunning]")) {
      box.scrollTop = wanted;
      if (performance.now() > restore.until) wanted = null;
    } else if (performance.now() > restore.until + 60000) wanted = null;
    if (wanted !== null) setTimeout(restore, 100);
  };
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(kind, () => { wanted = null; }, { capture: true, passive: true });
  }
  addEventListener("popstate", (event) => {
    if (!event.isTrusted) return;
    acted = false;
    entry = event.state?.gk ?? 0;
    wanted = places.get(entry) ?? 0;
    restore.until = performance.now() + 1200;
    restore.left = document.querySelector("[data-here]");
    setTimeout(restore, 100);
  }, true);
  // A link of ours is a step of its own, whatever Streamlit writes after it; one to where one is, is none.
  const same = (one, other) => `${new URLSearchParams(one)}` === `${new URLSearchParams(other)}`;
  window.gongkaiStep = (to) => {
    if (to.pathname === location.pathname && same(to.search, location.search)) return;
    acted = true;
    write(null, "", to.pathname + to.search);
  };

  // On a narrow screen the list of pages is opened, used once and closed; it does not wait open on the next visit.
  const narrow = matchMedia("(max-width: 767px)");
  if (narrow.matches) {
    for (const key of Object.keys(localStorage)) if (key.startsWith("stSidebarCollapsed")) localStorage.removeItem(key);
  }
  addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-testid=stSidebarNavLink]");
    if (!link || !narrow.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click());
  });

  // The section that one is at, as the first line tells it, and whether the filter bar is unfolded.
  const mark = () => {
    const isOpen = document.documentElement.hasAttribute("data-filters-open");
    for (const button of document.querySelectorAll("[data-more]")) {
      if (button.getAttribute("aria-expanded") !== `${isOpen}`) button.setAttribute("aria-expanded", isOpen);
    }
    const here = document.querySelector(".gk-place-name");
    if (!here) return;
    for (const section of document.querySelectorAll("[data-testid=stTopNavSection]")) {
      const isHere = section.textContent.includes(here.dataset.section);
      if (isHere !== (section.getAttribute("aria-current") === "true")) {
        if (isHere) section.setAttribute("aria-current", "true");
        else section.removeAttribute("aria-current");
      }
    }
  };
  let asked = 0;
  new MutationObserver(() => { cancelAnimationFrame(asked); asked = requestAnimationFrame(mark); })
    .observe(document.documentElement, { childList: true, subtree: true });

  // The folded part of the filter bar on a phone.
  addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-more]");
    if (!button) return;
    document.documentElement.toggleAttribute("data-filters-open");
    mark();
  });
})();
