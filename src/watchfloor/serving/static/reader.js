// The reader: words and cards show each other. Without script a link on the card leads to its words.

const cards = new Map();
for (const card of document.querySelectorAll("[data-fact]")) cards.set(card.dataset.fact, card);
const words = (fact) => document.querySelectorAll(`.span[data-of="${CSS.escape(fact)}"]`);
let lit = "";

function light(fact) {
  if (fact === lit) return;
  for (const one of document.querySelectorAll(".span.active, .note-card.active")) one.classList.remove("active");
  lit = fact;
  if (!fact) return;
  for (const one of words(fact)) one.classList.add("active");
  cards.get(fact)?.classList.add("active");
}

const of = (target) => target.closest?.("[data-of]")?.dataset.of ?? target.closest?.(".note-card")?.dataset.fact ?? "";

document.addEventListener("pointerover", (event) => {
  const fact = of(event.target);
  if (fact) light(fact);
});
document.addEventListener("focusin", (event) => {
  const fact = of(event.target);
  if (!fact) return;
  light(fact);
  // Only for keys: under a pointer that is pressed, the link would move away before it is let go.
  if (event.target.matches(":focus-visible")) words(fact)[0]?.scrollIntoView({ block: "nearest" });
});
document.querySelector(".reading")?.addEventListener("click", (event) => {
  const span = event.target.closest?.("[data-of]");
  if (!span || String(getSelection())) return;
  const card = cards.get(span.dataset.of);
  if (!card) return;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
});

function follow() {
  let fact = "";
  try {
    fact = decodeURIComponent(location.hash.slice(1));
  } catch {
    return; // no address of ours
  }
  if (cards.has(fact)) light(fact);
}
addEventListener("hashchange", follow);
follow();
