// 会议: one screen at a time; arrow keys, page keys and space turn, Esc leaves. Nothing is asked of the server.
(() => {
  let root = null, at = 0;
  const show = () => {
    const screens = [...root.querySelectorAll("[data-screen]")];
    at = Math.min(Math.max(at, 0), screens.length - 1);
    screens.forEach((screen, place) => { screen.hidden = place !== at; });
    root.querySelector(".where").textContent = `${at + 1} / ${screens.length}`;
    root.querySelector("[data-step='-1']").disabled = at === 0;
    root.querySelector("[data-step='1']").disabled = at === screens.length - 1;
  };
  const turn = (to) => { at = to; show(); root.scrollTo(0, 0); };
  const find = () => {
    const found = document.querySelector("[data-meeting]");
    if (found === root) return;
    if (!found || !root) at = 0;
    root = found;
    if (!root) return;
    show();
    root.focus({ preventScroll: true });
  };
  new MutationObserver(find).observe(document.documentElement, { childList: true, subtree: true });
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (!root?.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
    // A focused link or button keeps its own keys.
    if (event.key === " " && event.target.closest?.("a, button")) return;
    if (event.key === "Escape") root.querySelector("a.leave").click();
    else if (event.key === "Home") turn(0);
    else if (event.key === "End") turn(Infinity);
    else if (event.key in steps) turn(at + steps[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && root?.isConnected && event.target.closest("[data-step]");
    if (button) turn(at + Number(button.dataset.step));
  });
})();
