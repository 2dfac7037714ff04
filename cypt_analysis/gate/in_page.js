// What the browser checks measure inside the page. Each function returns plain values.
(() => {
  const SIZED = "a[href], button, summary, input, select, textarea";
  const DRAWING = "figure [role=img] > svg";
  const FOCUSABLE = `${SIZED}, [tabindex]`;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const style = (element) => getComputedStyle(element);
  const told = (element) => {
    const tag = element.cloneNode(false).outerHTML.replace(/<\/[^>]*>$/, "").slice(0, 110);
    const words = element.closest("svg") === element ? "" : element.textContent;
    const said = words.trim().replace(/\s+/g, " ").slice(0, 40);
    const near = element.id ? null : element.closest("[id]");
    return tag + (said ? ` '${said}'` : "") + (near ? ` in '${near.id}'` : "");
  };
  const innermost = (found) =>
    found.filter((one) => !found.some((other) => one !== other && one.contains(other)));
  const scrolls = (element) => {
    for (let above = element; above && above !== document.body; above = above.parentElement) {
      if (["auto", "scroll"].includes(style(above).overflowX)) return above;
    }
    return null;
  };
  const report = (found) => innermost(found).slice(0, 5).map(told);
  const html = () => all("body *").filter((each) => !each.closest("svg") && seen(each));

  function sideways() {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const found = all("body *").filter((each) => {
      const region = scrolls(each);
      return (!region || region === each) && each.getBoundingClientRect().right > width + 1;
    });
    return found.length ? report(found) : ["the page"];
  }

  function clipped() {
    const width = document.documentElement.clientWidth;
    const cuts = (value) => ["hidden", "clip"].includes(value);
    const found = html().filter((each) => {
      if (!each.textContent.trim() || style(each).display === "inline") return false;
      const { overflowX, overflowY } = style(each);
      if (cuts(overflowX) && each.scrollWidth > each.clientWidth + 1) return true;
      if (cuts(overflowY) && each.scrollHeight > each.clientHeight + 1) return true;
      const region = scrolls(each);
      return !region && each.getBoundingClientRect().right > width + 1;
    });
    return report(found);
  }

  function labels() {
    const found = [];
    for (const svg of all(DRAWING).filter(seen)) {
      const frame = svg.getBoundingClientRect();
      const boxes = [...svg.querySelectorAll("text")].map((text) => [text, text.getBoundingClientRect()]);
      boxes.forEach(([text, box], place) => {
        const out = box.left < frame.left - 1 || box.right > frame.right + 1
          || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
        if (out) found.push([`leaves its picture: ${told(text)}`]);
        for (const [other, against] of boxes.slice(place + 1)) {
          const across = Math.min(box.right, against.right) - Math.max(box.left, against.left);
          const down = Math.min(box.bottom, against.bottom) - Math.max(box.top, against.top);
          const least = Math.min(box.height, against.height);
          if (across > 1 && down > 0.35 * least) {
            found.push([`lies over '${other.textContent}': ${told(text)}`]);
          }
        }
      });
    }
    return found.flat().slice(0, 10);
  }

  function smallLabels(least) {
    const found = all(DRAWING).filter(seen).flatMap((svg) => {
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const sizes = [...svg.querySelectorAll("text")].map((each) => parseFloat(style(each).fontSize));
      const smallest = Math.min(...sizes) * scale;
      return smallest < least ? [`${smallest.toFixed(1)} px: ${told(svg)}`] : [];
    });
    return found.slice(0, 5);
  }

  // Of the drawings of a chart one is shown, whole, in a page of this width.
  function drawings(wanted) {
    const width = document.documentElement.clientWidth;
    return all("figure.chart").filter(seen).flatMap((figure) => {
      const shown = [...figure.querySelectorAll("[role=img] > svg")].filter(seen);
      if (shown.length !== 1) return [`shows ${shown.length} drawings: ${told(figure)}`];
      const [svg] = shown;
      const box = svg.getBoundingClientRect();
      if (!svg.classList.contains(wanted)) return [`shows another drawing: ${told(svg)}`];
      if (box.right > width + 1 || box.left < -1) return [`is wider than the page: ${told(svg)}`];
      return scrolls(svg) ? [`scrolls: ${told(svg)}`] : [];
    }).slice(0, 5);
  }

  function smallTargets() {
    const inText = (element) => style(element).display === "inline"
      && element.parentElement.textContent.trim() !== element.textContent.trim();
    return report(all(SIZED).filter((each) => {
      const box = each.getBoundingClientRect();
      return seen(each) && box.right > 0 && !inText(each) && (box.width < 24 || box.height < 24);
    }));
  }

  const parts = (text) => {
    const numbers = text.match(/[\d.]+/g).map(Number);
    return { rgb: numbers.slice(0, 3), alpha: numbers.length > 3 ? numbers[3] : 1 };
  };
  const over = (top, under) => top.rgb.map((part, i) => top.alpha * part + (1 - top.alpha) * under[i]);
  function ground(element) {
    const layers = [];
    for (let above = element; above; above = above.parentElement) {
      const layer = parts(style(above).backgroundColor);
      if (layer.alpha > 0) layers.push(layer);
      if (layer.alpha === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  }
  // A grey screen or printer keeps the luma of a colour: the contrast is that of the greys.
  const grey = ([red, green, blue]) => (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  const light = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  function greyContrast() {
    const found = html().filter((each) => {
      const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!own) return false;
      const under = ground(each);
      const shades = [over(parts(style(each).color), under), under].map((each) => light(grey(each)));
      const ratio = (Math.max(...shades) + 0.05) / (Math.min(...shades) + 0.05);
      const size = parseFloat(style(each).fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style(each).fontWeight) >= 700);
      return ratio < (large ? 3 : 4.5);
    });
    return report(found);
  }

  const look = (element) => {
    const now = style(element);
    return [now.outlineStyle, now.outlineWidth, now.boxShadow, now.backgroundColor].join("|");
  };
  let stops = [];
  let looks = [];
  function focusable() {
    stops = all(FOCUSABLE).filter((each) => seen(each) && each.tabIndex >= 0);
    looks = stops.map(look);
    return stops.map(told);
  }
  function focused() {
    const active = document.activeElement;
    const place = stops.indexOf(active);
    const box = active.getBoundingClientRect();
    const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return [place, told(active), place >= 0 && look(active) !== looks[place] && inView];
  }

  /** Open or close the folded parts that a fold stands in. */
  function openAround(summary, open) {
    let fold = summary.parentElement.parentElement.closest("details");
    for (; fold; fold = fold.parentElement.closest("details")) fold.open = open;
  }

  function openAll(open) {
    all("details").forEach((each) => { each.open = open; });
  }
  // Where there is room, what is folded on a phone can stand open without its summary.
  function isOpenAnyway(summary) {
    return [...summary.parentElement.children].slice(1).every((each) => seen(each));
  }

  function lostInPrint() {
    return report(all("table").filter((each) => !each.closest(".sure, .chart-data")).filter((each) => {
      return !seen(each) || each.getBoundingClientRect().height === 0;
    }));
  }

  window.cyptGate = {
    sideways, clipped, labels, smallLabels, drawings, smallTargets, greyContrast, focusable, focused,
    openAll, isOpenAnyway, openAround, lostInPrint,
  };
})();
