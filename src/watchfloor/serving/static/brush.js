// Dragging over the time bar looks at those days. Without script its bars are links and its boxes take days.

const bar = document.getElementById("timebar");
const svg = bar?.querySelector("svg");
const DAY = 86400000;

if (svg && bar.querySelector("form")) {
  const first = Date.parse(bar.dataset.first);
  const days = (Date.parse(bar.dataset.last) - first) / DAY + 1;
  const [width, height] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
  const band = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  band.setAttribute("class", "brush");
  band.setAttribute("y", "0");
  band.setAttribute("height", String(height));
  let from = null;
  let drawn = false;

  const share = (event) => {
    const area = svg.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - area.left) / area.width));
  };
  const day = (part) => new Date(first + Math.min(days - 1, Math.floor(part * days)) * DAY).toISOString().slice(0, 10);

  svg.addEventListener("dragstart", (event) => event.preventDefault()); // the bars are links
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    from = share(event);
    drawn = false;
  });
  svg.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const to = share(event);
    if (!drawn && Math.abs(to - from) * svg.clientWidth < 5) return;
    if (!drawn) {
      svg.setPointerCapture(event.pointerId);
      svg.append(band);
      drawn = true;
    }
    band.setAttribute("x", String(Math.min(from, to) * width));
    band.setAttribute("width", String(Math.abs(to - from) * width));
  });
  svg.addEventListener("pointerup", (event) => {
    if (from !== null && drawn) {
      const [low, high] = [from, share(event)].sort((a, b) => a - b);
      const url = new URL(location.href);
      url.searchParams.delete("cursor");
      url.searchParams.set("since", day(low));
      url.searchParams.set("until", day(high));
      location.href = url.href;
    }
    from = null;
  });
  svg.addEventListener("pointercancel", () => {
    band.remove();
    from = null;
  });
  svg.addEventListener(
    "click",
    (event) => {
      if (!drawn) return;
      event.preventDefault(); // the bar under the hand was not meant
      event.stopPropagation();
    },
    true,
  );
}
