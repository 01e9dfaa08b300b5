// Reads every element of the page that may be a record: its texts, its labelled cells and check boxes.
() => {
  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const label = (text) => plain(text).replace(/[^\p{L}\p{N})]+$/u, "").toLowerCase();
  const visible = (element) =>
    element.checkVisibility({ checkVisibilityCSS: true }) && element.getClientRects().length > 0;
  // What is read aloud or linked but is no text: names of icons, addresses, values of controls.
  const beside = (element) =>
    [element, ...element.querySelectorAll("[aria-label], [alt], [title], a[href], input, textarea, time")]
      .filter((one) => !one.matches("button, [role=button]"))
      .flatMap((one) => [
        one === element ? "" : one.getAttribute("aria-label"),
        one.getAttribute("alt"),
        one.getAttribute("title"),
        one.matches("a") ? one.getAttribute("href") : "",
        one.matches("input:not([type=checkbox]):not([type=radio]), textarea") ? one.value : "",
      ])
      .filter(Boolean)
      .join(" ");
  // The words of an icon's name count only where an element has no text of its own.
  const links = (element) => [...element.querySelectorAll("a[href]")].map((one) => one.getAttribute("href"));
  const said = (element) => plain([element.innerText || beside(element), ...links(element)].join(" "));
  const read = (element) => plain(`${element.innerText} ${beside(element)}`);
  const checked = (element) => {
    const box = element.querySelector("input[type=checkbox], [role=checkbox], [role=switch]");
    if (!box) return null;
    return box.matches("input") ? box.checked : box.getAttribute("aria-checked") === "true";
  };

  const columns = (row) => {
    const table = row.closest("table, [role=table], [role=grid]");
    if (!table) return [];
    const headers = [...table.querySelectorAll("thead tr, [role=row]")].filter((one) =>
      one.querySelector("th, [role=columnheader]"),
    );
    const last = headers.at(-1);
    return last ? [...last.querySelectorAll("th, [role=columnheader]")].map((one) => label(one.innerText)) : [];
  };
  const labelled = (row) => {
    const cells = {};
    const names = columns(row);
    [...row.querySelectorAll("td, th, [role=cell], [role=gridcell], [role=rowheader]")].forEach((cell, n) => {
      if (names[n]) cells[names[n]] = cell;
    });
    row.querySelectorAll("dt").forEach((term) => {
      const value = term.nextElementSibling;
      if (value?.matches("dd")) cells[label(term.innerText)] = value;
    });
    return cells;
  };

  const numbers = new Map();
  const number = (element) => numbers.get(element) ?? numbers.set(element, numbers.size).get(element);
  const candidates = [...document.querySelectorAll("main tr, main li, main article, main [role=row], main [role=listitem]")].filter(
    (row) => visible(row) && !row.closest("thead, nav, form, dialog, [role=dialog]") &&
      (row.matches("li, article, [role=listitem]") || row.querySelector("td, [role=cell], [role=gridcell]")),
  );
  return candidates.map((row) => {
    const cells = labelled(row);
    const checks = Object.entries(cells).map(([name, cell]) => [name, checked(cell)]);
    return {
      text: read(row),
      cells: Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, said(cell)])),
      checks: Object.fromEntries(checks.filter(([, state]) => state !== null)),
      path: candidates.flatMap((other, n) => (other !== row && other.contains(row) ? [n] : [])),
      parent: number(row.parentElement),
    };
  });
}
