// The queue by keys: y right, n (or w) wrong, m merge, s split, arrows for type and facet, of the card one is at.
// A key chooses what is said and leads to the reason; Enter there sends it.

const card = () =>
  document.querySelector("[data-row].at[data-fact]") ??
  document.activeElement?.closest?.("[data-row][data-fact]") ??
  document.querySelector(".review-card.alone") ??
  document.querySelector(".review-card");

function choose(form, kind) {
  const button = form.querySelector(`button[name=kind][value=${kind}]`);
  if (!button) return false;
  for (const other of form.querySelectorAll("button.chosen")) other.classList.remove("chosen");
  button.classList.add("chosen");
  return true;
}

function say(form, kind) {
  if (!choose(form, kind)) return;
  const why = form.elements.why;
  why.focus();
  why.scrollIntoView({ block: "nearest" });
}

// What needs others to be named: on the page of the fact alone.
function whole(at, form, kind) {
  const first = form.querySelector(`#${kind} input[name=${kind}]`);
  if (first) {
    choose(form, kind);
    first.focus();
    return;
  }
  const link = form.querySelector("a[data-full]");
  if (link) location.href = `${link.href}#${kind}`;
}

function step(select, by) {
  if (!select) return;
  const next = Math.min(select.options.length - 1, Math.max(0, select.selectedIndex + by));
  if (next === select.selectedIndex) return;
  select.selectedIndex = next;
  choose(select.form, "change");
}

const ACTS = {
  y: (at, form) => say(form, "right"),
  n: (at, form) => say(form, "wrong"),
  w: (at, form) => say(form, "wrong"),
  m: (at, form) => whole(at, form, "merge"),
  s: (at, form) => whole(at, form, "split"),
  ArrowDown: (at, form) => step(form.elements.type, 1),
  ArrowUp: (at, form) => step(form.elements.type, -1),
  ArrowRight: (at, form) => step(form.elements.facet, 1),
  ArrowLeft: (at, form) => step(form.elements.facet, -1),
};

addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const inside = event.target.closest?.("input, select, textarea");
    if (inside) {
      const form = inside.closest("form[data-correct]");
      if (!form || event.key !== "Enter" || inside.tagName === "TEXTAREA") return;
      const chosen = form.querySelector("button.chosen");
      // Without a choice Enter must not say that the fact is right, only because that button comes first.
      event.preventDefault();
      if (chosen) form.requestSubmit(chosen);
      else form.querySelector("button[name=kind]").focus();
      return;
    }
    const at = card();
    const form = at?.querySelector("form[data-correct]");
    if (!form || !Object.hasOwn(ACTS, event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // w is another key elsewhere
    ACTS[event.key](at, form);
  },
  true,
);

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.form?.matches("[data-correct]") && field.name !== "why" && field.name !== "by")
    choose(field.form, field.name === "merge" || field.name === "split" ? field.name : "change");
});

const wanted = location.hash.slice(1);
if (wanted === "merge" || wanted === "split") document.querySelector(`#${wanted} input[name=${wanted}]`)?.focus();
