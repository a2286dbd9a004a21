// The heads of tables that sort are buttons: one click, and once more for the other way round.
const worth = (cell) =>
  !cell.textContent.trim() ? undefined
    : cell.classList.contains("number") ? Number(cell.dataset.sort ?? cell.textContent)
    : cell.textContent;
const compare = (a, b) =>
  typeof a !== typeof b ? (typeof a === "number" ? -1 : 1)
    : typeof a === "number" ? a - b : a.localeCompare(b);

for (const table of document.querySelectorAll("table.sorts")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const turn = head.ariaSort === "ascending" ? -1 : 1;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.ariaSort = turn === 1 ? "ascending" : "descending";
      const rows = [...body.rows].map((row) => [worth(row.cells[column]), row]);
      const empty = rows.filter(([value]) => value === undefined);
      const full = rows.filter(([value]) => value !== undefined);
      full.sort(([a], [b]) => turn * compare(a, b));
      body.append(...full.map(([, row]) => row), ...empty.map(([, row]) => row));
    });
  });
}
