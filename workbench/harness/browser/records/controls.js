// Reads every control of a form: its name, what it holds, and its options where it lists them.
// `instants` are turned into what a `datetime-local` control shows of them.
(form, instants) => {
  const named = (element) => {
    const own = element.getAttribute("aria-label");
    const ids = element.getAttribute("aria-labelledby")?.split(/\s+/) ?? [];
    const labels = ids.length ? ids.map((id) => document.getElementById(id)) : [...(element.labels ?? [])];
    const legend = element.matches("fieldset") ? [element.querySelector("legend")] : [];
    const texts = [...labels, ...legend].filter(Boolean).map((label) => {
      const copy = label.cloneNode(true);
      copy.querySelectorAll("[aria-hidden=true], input, select, textarea").forEach((one) => one.remove());
      return copy.textContent;
    });
    return (own ?? texts.join(" ")).replace(/\s+/g, " ").trim();
  };
  const local = (text) => {
    const date = new Date(text);
    return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  };
  const read = (element) => {
    const name = named(element);
    if (element.matches("select")) {
      const options = [...element.options].map((one) => ({ text: one.label.trim(), value: one.value }));
      return { name, kind: "select", text: element.selectedOptions[0]?.label.trim() ?? "", options };
    }
    if (element.matches("input[type=checkbox]")) return { name, kind: "check", text: "", checked: element.checked };
    if (element.matches("[role=checkbox], [role=switch]"))
      return { name, kind: "check", text: "", checked: element.getAttribute("aria-checked") === "true" };
    if (element.matches("[role=combobox], [aria-haspopup=listbox]"))
      return { name, kind: "combobox", text: (element.value ?? element.innerText).trim() };
    return { name, kind: "text", text: element.value ?? element.innerText };
  };
  const controls = [
    ...form.querySelectorAll(
      "select, textarea, input:not([type=hidden]):not([type=radio]):not([type=submit]), [role=checkbox], [role=switch], [role=combobox], [aria-haspopup=listbox]",
    ),
  ];
  return {
    controls: controls.filter((one) => one.getClientRects().length > 0).map(read),
    local: Object.fromEntries(instants.map((text) => [text, local(text)])),
  };
}
