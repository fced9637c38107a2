// Moving and zooming the map by hand: drag, Ctrl and wheel, two fingers, arrow keys, + and -. What is drawn moves at once;
// when the hand rests, the server draws that stretch anew, and the address holds it. Without script the links beside the
// map do the same.

const RAD = Math.PI / 180;
const REST = 450; // milliseconds
const DEEPEST = 12; // times, before the server has drawn again

function start(figure) {
  const svg = figure.querySelector("svg");
  const whole = svg.viewBox.baseVal;
  const W = whole.width;
  const H = whole.height;
  const spot = parseFloat(getComputedStyle(figure).getPropertyValue("--spot")) || 1;
  const view = { x: 0, y: 0, w: W };
  const hands = new Map();
  let moved = false;
  let timer = 0;

  figure.tabIndex = 0;
  figure.setAttribute("role", "group");
  figure.setAttribute("aria-label", "Map; arrow keys move it, plus and minus zoom");

  const perUnit = () => view.w / svg.clientWidth;

  function show() {
    const share = view.w / W;
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${H * share}`);
    figure.style.setProperty("--spot", String(spot * share));
    clearTimeout(timer);
    timer = setTimeout(settle, REST);
  }

  function move(dx, dy) {
    view.x += dx;
    view.y += dy;
    show();
  }

  // `x`, `y`: the point that stays where it is, in shares of the drawing.
  function zoom(factor, x = 0.5, y = 0.5) {
    const w = Math.min(W * 2.2, Math.max(W / DEEPEST, view.w * factor));
    view.x += (view.w - w) * x;
    view.y += ((view.w - w) * y * H) / W;
    view.w = w;
    show();
  }

  // --- from the paper back to the world ------------------------------------------------------------------------------

  const { lon, lat, scale, left, top } = Object.fromEntries(
    ["lon", "lat", "scale", "left", "top"].map((name) => [name, parseFloat(figure.dataset[name])]),
  );

  function world(x, y) {
    const px = x / scale + left;
    const py = top - y / scale;
    if ("wide" in figure.dataset) {
      // The Natural Earth projection, nearly: good enough to say what is looked at.
      const there = Math.max(-85, Math.min(85, py / 1.01 / RAD));
      const width = 0.8707 - 0.131979 * (there * RAD) ** 2;
      return [lon + px / width / RAD, there];
    }
    const far = Math.hypot(px, py);
    if (far >= 2) return null;
    const angle = 2 * Math.asin(far / 2);
    const [s, c] = [Math.sin(lat * RAD), Math.cos(lat * RAD)];
    const phi = Math.asin(Math.cos(angle) * s + (far ? (py * Math.sin(angle) * c) / far : 0));
    const away = Math.atan2(px * Math.sin(angle), far * c * Math.cos(angle) - py * s * Math.sin(angle));
    return [lon + away / RAD, phi / RAD];
  }

  function box() {
    const h = (view.w * H) / W;
    const steps = [0, 0.5, 1];
    const at = (a, b) => world(view.x + view.w * a, view.y + h * b);
    const edges = {
      west: steps.map((b) => at(0, b)),
      east: steps.map((b) => at(1, b)),
      north: steps.map((a) => at(a, 0)),
      south: steps.map((a) => at(a, 1)),
    };
    if (Object.values(edges).flat().includes(null)) return null;
    // What is inside all edges: drawn anew it is hardly larger than what was seen.
    const west = Math.max(...edges.west.map((p) => p[0]));
    const east = Math.min(...edges.east.map((p) => p[0]));
    const north = Math.min(89, ...edges.north.map((p) => p[1]));
    const south = Math.max(-89, ...edges.south.map((p) => p[1]));
    if (!(west < east && south < north)) return null;
    return [west, south, east, north].map((value) => value.toFixed(2)).join(",");
  }

  async function settle() {
    if (hands.size) return;
    const there = box();
    const url = new URL(location.href);
    for (const name of ["region", "fit", "box"]) url.searchParams.delete(name);
    url.searchParams.set("box", there ?? "-170,-56,190,80");
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok || hands.size) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = fresh.getElementById("map");
      if (!next || hands.size) return;
      const focused = document.activeElement === figure;
      document.querySelector(".map-regions")?.replaceWith(fresh.querySelector(".map-regions"));
      figure.replaceWith(next);
      history.replaceState(null, "", url);
      start(next);
      if (focused) next.focus({ preventScroll: true });
    } catch {
      /* the server is gone: what is drawn stays */
    }
  }

  // --- hands and keys ----------------------------------------------------------------------------------------------

  const place = (event) => {
    const area = svg.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    hands.set(event.pointerId, [event.clientX, event.clientY]);
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    const last = hands.get(event.pointerId);
    if (!last) return;
    const [dx, dy] = [event.clientX - last[0], event.clientY - last[1]];
    if (!moved && Math.hypot(dx, dy) < 4) return;
    // One finger scrolls the page; two move the map.
    if (event.pointerType === "touch" && hands.size < 2) return;
    if (!moved) svg.setPointerCapture(event.pointerId);
    moved = true;
    figure.classList.add("moving");
    if (hands.size === 2) {
      const other = [...hands].find(([id]) => id !== event.pointerId)[1];
      const was = Math.hypot(last[0] - other[0], last[1] - other[1]);
      const now = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
      if (was > 8 && now > 8) zoom(was / now, ...place(event));
    } else {
      move(-dx * perUnit(), -dy * perUnit());
    }
    hands.set(event.pointerId, [event.clientX, event.clientY]);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    svg.addEventListener(name, (event) => {
      hands.delete(event.pointerId);
      figure.classList.remove("moving");
    });
  }
  svg.addEventListener(
    "click",
    (event) => {
      if (!moved) return;
      event.preventDefault(); // a mark that was dragged was not meant
      event.stopPropagation();
      moved = false;
    },
    true,
  );
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("dblclick", (event) => {
    event.preventDefault();
    zoom(0.5, ...place(event));
  });
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the wheel alone scrolls the page
      event.preventDefault();
      zoom(Math.exp(event.deltaY * 0.004), ...place(event));
    },
    { passive: false },
  );
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = view.w * 0.15;
    const keys = {
      ArrowLeft: () => move(-step, 0),
      ArrowRight: () => move(step, 0),
      ArrowUp: () => move(0, -step),
      ArrowDown: () => move(0, step),
      "+": () => zoom(0.7),
      "=": () => zoom(0.7),
      "-": () => zoom(1 / 0.7),
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
}

const figure = document.getElementById("map");
if (figure) start(figure);
