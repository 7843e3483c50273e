// What the console does in a browser besides htmx: keeps the overview up to date and draws charts. Pages work without it.
'use strict';
(() => {
  // Makes one node like another, in place, so that focus, selection and scroll positions stay where they are.
  function morph(node, fresh) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data !== fresh.data) {
        node.data = fresh.data;
      }
      return;
    }
    if (node.isEqualNode(fresh) || node.hasAttribute('data-keep')) {
      return;
    }
    for (const { name } of [...node.attributes]) {
      if (!fresh.hasAttribute(name)) {
        node.removeAttribute(name);
      }
    }
    for (const { name, value } of fresh.attributes) {
      if (node.getAttribute(name) !== value) {
        node.setAttribute(name, value);
      }
    }
    if (node.matches('tbody')) {
      morphRows(node, fresh);
    } else {
      morphChildren(node, fresh);
    }
  }

  // White space between elements differs between a whole page and a piece of it.
  function pieces(node) {
    return [...node.childNodes].filter((child) => child.nodeType !== Node.TEXT_NODE || child.data.trim() !== '');
  }

  function morphChildren(node, fresh) {
    const old = pieces(node);
    const wanted = pieces(fresh);
    wanted.forEach((child, i) => {
      const known = old[i];
      if (!known) {
        node.append(child);
      } else if (known.nodeType === child.nodeType && known.nodeName === child.nodeName) {
        morph(known, child);
      } else {
        known.replaceWith(child);
      }
    });
    old.slice(wanted.length).forEach((child) => child.remove());
  }

  // Rows keep their place while somebody is about to use one of them.
  function morphRows(body, fresh) {
    const inUse = body.matches(':hover') || body.contains(document.activeElement);
    const known = new Map([...body.children].map((row) => [row.dataset.key, row]));
    for (const row of [...fresh.children]) {
      const old = known.get(row.dataset.key);
      known.delete(row.dataset.key);
      if (old) {
        morph(old, row);
      }
      if (!old || !inUse) {
        body.append(old || row);
      }
    }
    known.forEach((row) => row.remove());
  }

  function live(region) {
    const state = document.getElementById('live-state');
    const say = (text, on) => {
      if (state && state.textContent !== text) {
        state.textContent = text;
        state.classList.toggle('on', on);
      }
    };
    const source = new EventSource(region.dataset.live);
    source.addEventListener('overview', (event) => {
      const template = document.createElement('template');
      template.innerHTML = event.data;
      morphChildren(region, template.content);
      say('live', true);
    });
    source.addEventListener('unavailable', (event) => say(event.data, false));
    source.addEventListener('full', (event) => {
      source.close();
      say(event.data, false);
    });
    source.addEventListener('error', () => say('not live: connecting again', false));
    window.addEventListener('pagehide', () => source.close());
  }

  const plots = new Map();

  // Asked through an element, because the property itself holds the colours of both themes.
  function color(name) {
    const probe = document.createElement('i');
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return resolved;
  }

  function clock(seconds) {
    return new Date(seconds * 1e3).toISOString().slice(11, 16);
  }

  function draw(place) {
    const chart = JSON.parse(place.dataset.chart);
    const axis = { stroke: color('--soft'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    const options = {
      width: place.clientWidth,
      height: 160,
      cursor: { y: false, points: { size: 5 } },
      scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.05 : 1] } },
      axes: [{ ...axis, values: (_, seconds) => seconds.map(clock) }, { ...axis, size: 46 }],
      series: [
        { value: '{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}' },
        ...chart.curves.map((curve) => ({
          label: curve.label,
          stroke: color('--curve-' + curve.color),
          width: 1.5,
          points: { show: false },
          value: (_, value) => (value == null ? '–' : value.toLocaleString(undefined, { maximumFractionDigits: 1 })),
        })),
      ],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), 'Etc/UTC'),
    };
    const old = plots.get(place);
    if (old) {
      old.destroy();
    }
    plots.set(place, new uPlot(options, [chart.x, ...chart.curves.map((curve) => curve.y)], place));
  }

  function drawAll() {
    plots.forEach((plot, place) => {
      if (!place.isConnected) {
        plot.destroy();
        plots.delete(place);
      }
    });
    document.querySelectorAll('.plot[data-chart]').forEach((place) => {
      if (!plots.has(place)) {
        draw(place);
        resizes.observe(place);
      }
    });
  }

  const resizes = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    const plot = plots.get(target);
    if (plot && target.clientWidth > 0 && plot.width !== target.clientWidth) {
      plot.setSize({ width: target.clientWidth, height: 160 });
    }
  }));

  // The chart's curves move on by themselves, in the rhythm in which the server counts.
  async function refresh(place) {
    try {
      const answer = await fetch(place.dataset.source, { headers: { Accept: 'application/json' } });
      const text = answer.ok ? await answer.text() : '';
      const plot = plots.get(place);
      if (text && plot) {
        place.dataset.chart = text;
        const chart = JSON.parse(text);
        plot.setData([chart.x, ...chart.curves.map((curve) => curve.y)]);
      }
    } catch {
      // The next one may succeed; meanwhile the live state says that the connection is gone.
    }
  }

  const REFRESH_MILLIS = 10_000;

  document.querySelectorAll('[data-live]').forEach(live);
  drawAll();
  document.body.addEventListener('htmx:afterSwap', drawAll);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => document.querySelectorAll('.plot[data-chart]').forEach(draw));
  setInterval(() => {
    if (!document.hidden) {
      document.querySelectorAll('.plot[data-source]').forEach(refresh);
    }
  }, REFRESH_MILLIS);
})();
