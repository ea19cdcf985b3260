// Tables that a reader sorts by a click on a column's name, and searches where they are long. The rows stay what the
// page sent; the order and the words looked for outlive a change of the filters.
(() => {
  const MOST_WITHOUT_SEARCH = 25;
  const kept = new Map();
  const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });
  // What a cell says: small print beside it, a rank or a number of cases, is no part of it.
  const text = (cell) => {
    if (!cell.querySelector("small")) return cell.textContent.trim();
    const bare = cell.cloneNode(true);
    for (const small of bare.querySelectorAll("small")) small.remove();
    return bare.textContent.trim();
  };

  // A cell's number, null where there is none: words such as 未写明 or 空白 are no number, 持平 is no change.
  const numberOf = (cell) => {
    const words = text(cell);
    if (!words || cell.classList.contains("none")) return null;
    if (/^(比上年)?持平/.test(words)) return 0;
    const found = words.replaceAll(",", "").replaceAll("−", "-").match(/^(?:并列|第|约|余|近|超|连续|当年|比上年|[≥≤<>(（+])*\s*(-?\d+(?:\.\d+)?)/);
    return found ? Number(found[1]) : null;
  };
  const keyOf = (table) => `${location.pathname} ${table.caption?.textContent.replace(/\d{4}年?/g, "") ?? ""}`;
  const rowsOf = (table) => [...table.tBodies[0].rows];

  const arrange = (table) => {
    const state = kept.get(keyOf(table));
    const rows = table.gkRows;
    const heads = [...table.tHead.rows[0].cells];
    const column = state?.name ? heads.findIndex((head) => text(head) === state.name) : -1;
    heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", state.up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    let order = rows;
    if (column >= 0) {
      const isNumeric = table.gkNumeric[column];
      const keys = new Map(rows.map((row) => {
        const cell = row.cells[column];
        const words = cell && !cell.classList.contains("none") ? text(cell) : "";
        return [row, isNumeric ? (cell ? numberOf(cell) : null) : words || null];
      }));
      const sign = state.up ? 1 : -1;
      order = [...rows].sort((a, b) => {
        const [x, y] = [keys.get(a), keys.get(b)];
        if (x === null || y === null) return (x === null) - (y === null);
        return sign * (isNumeric ? x - y : collator.compare(x, y));
      });
    }
    if (order.some((row, at) => table.tBodies[0].rows[at] !== row)) table.tBodies[0].append(...order);
    const words = state?.words ?? "";
    let shown = 0;
    for (const row of rows) {
      const isHit = !words || row.textContent.includes(words);
      row.classList.toggle("gk-unmatched", !isHit);
      shown += isHit;
    }
    const count = table.gkSearch?.querySelector("output");
    if (count) count.textContent = words ? `${shown}/${rows.length}行` : "";
  };

  const prepare = (table) => {
    if (table.gkRows || !table.tHead || table.tBodies.length !== 1) return;
    const rows = rowsOf(table);
    const heads = [...table.tHead.rows[0].cells];
    // A table whose rows must not be ranked, one of groups, or one with cells over several rows or columns, has an order of its own.
    if (rows.length < 3 || table.matches(".gk-unranked") || table.querySelector(".group, [rowspan], [colspan]")) return;
    table.gkRows = rows;
    table.gkNumeric = heads.map((head, at) => {
      const cells = rows.map((row) => row.cells[at]).filter((cell) => cell && text(cell) && !cell.classList.contains("none"));
      const dates = cells.filter((cell) => /^\d{4}-\d\d/.test(text(cell))).length;
      return cells.length > 0 && !dates && cells.filter((cell) => numberOf(cell) !== null).length * 2 > cells.length;
    });
    heads.forEach((head, at) => {
      if (!text(head) || !rows.some((row) => row.cells[at] && text(row.cells[at]))) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "gk-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const name = text(head), before = kept.get(keyOf(table)) ?? {};
        // Numbers begin with the largest, words with the first; the third click gives the order of the page back.
        const first = !table.gkNumeric[at];
        const next = before.name !== name ? { name, up: first } : before.up === first ? { name, up: !first } : {};
        kept.set(keyOf(table), { ...next, words: before.words });
        arrange(table);
      });
    });
    if (rows.length > MOST_WITHOUT_SEARCH) {
      const search = document.createElement("div");
      search.className = "gk gk-search";
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "search";
      label.append("在表中查找", input);
      search.append(label, document.createElement("output"));
      input.value = kept.get(keyOf(table))?.words ?? "";
      input.addEventListener("input", () => {
        kept.set(keyOf(table), { ...kept.get(keyOf(table)), words: input.value.trim() });
        arrange(table);
      });
      table.closest(".gk-scroll").before(search);
      table.gkSearch = search;
    }
    arrange(table);
  };
  const look = () => document.querySelectorAll(".gk-scroll > table.gk-table").forEach(prepare);
  let asked = 0;
  new MutationObserver(() => { cancelAnimationFrame(asked); asked = requestAnimationFrame(look); })
    .observe(document.documentElement, { childList: true, subtree: true });
})();
