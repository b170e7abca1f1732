/* SPDX-License-Identifier: Apache-2.0
 *
 * os_apiref: what Sphinx's search shows of operations, and in which order.
 *
 * Sphinx puts this into language_data.js, which every theme loads after
 * searchtools.js. Sphinx finds an operation by its object, by its title and by
 * each of its parameters: all become one result here, and of equal results
 * Sphinx keeps one. A scorer of the project has the last word on the score.
 *
 * The semicolon in front ends what stands above: Sphinx 8.1 leaves it open. */
;(() => {
  "use strict";
  if (typeof Search === "undefined") return;
  const theirs = Scorer.score;
  const find = Search.query;
  let asked = "", words = [], operations, hits;

  Search.query = (query) => {
    asked = query.toLowerCase().trim().replace(/\s+/g, " ");
    words = [...new Set(splitQuery(asked))];
    hits = new Map();
    return find(query);
  };

  /* Names are HTML in the index; Sphinx 8.1 shows a title as HTML, later ones as text. */
  const decode = (text) => new DOMParser().parseFromString(text, "text/html").documentElement.textContent;
  const encode = (text) => typeof _escapeHTML === "function" ? text
    : text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

  /* What two spellings of a path have in common: as os_apiref.model.names has it. */
  const normal = (call) => call.replace(/\{[^{}]*\}/g, "{}").replace(/\?.*$/, "").replace(/(?!^)\/+$/, "");

  /* All operations by "DOCUMENT#ID", with their parameters. */
  function collect() {
    const { objects, objtypes, objnames, docnames, titles } = Search._index;
    operations = new Map();
    const parameters = [];
    for (const [prefix, entries] of Object.entries(objects)) {
      for (const [page, type, , anchor, name] of entries) {
        const kind = objtypes[type];
        if (kind !== "rest:operation" && kind !== "rest:parameter") continue;
        const full = decode(prefix ? `${prefix}.${name}` : name);
        const noun = objnames[type][2], where = titles[page];
        const entry = { full, lower: full.toLowerCase(), anchor: `#${anchor}`, noun, where, page: docnames[page] };
        if (kind === "rest:parameter") parameters.push(entry);
        else operations.set(`${entry.page}${entry.anchor}`, operation(entry));
      }
    }
    for (const entry of parameters) home(entry.page, entry.anchor)?.parameters.push(entry);
  }
  function operation(entry) {
    const [, method, path, title = ""] = entry.full.match(/^(\S*) (.*?)(?: \((.*)\))?$/s) ?? [, "", entry.full];
    const parts = path.toLowerCase().split(/[/?&={}]+/).filter(Boolean);
    return {
      ...entry, parts, shown: title ? `${method} ${path} — ${title}` : entry.full, parameters: [],
      method: method.toLowerCase(), path: normal(path.toLowerCase()), title: title.toLowerCase(),
      said: splitQuery(title.toLowerCase()),
    };
  }
  /* The id of a row starts with that of its operation and a dot, which no id of a section has. */
  const home = (page, anchor) => operations.get(page + anchor) ?? operations.get(page + anchor.split(".")[0]);

  /* Whether Sphinx finds an object: one word in its name, the others beside it. */
  const isFound = ({ lower, noun, where }) => {
    const around = `${lower} ${noun} ${where}`.toLowerCase();
    return words.some((word) => lower.includes(word)) && words.every((word) => around.includes(word));
  };

  function rate(one) {
    const call = normal(asked);
    if (call === `${one.method} ${one.path}`) return 300;
    if (call === one.path) return 250;
    if (asked === one.title) return 200;
    const depth = one.parts.length;
    if (call.includes("/") && (one.path.includes(`${call}/`) || one.path.endsWith(call))) return 120 - depth;
    const points = words.map((word) => {
      if (word === one.method) return 4;
      for (const [parts, more] of [[one.parts, .2], [one.said, 0]]) {
        if (parts.includes(word)) return 3 + more;
        if (parts.some((part) => part.startsWith(word))) return 2 + more;
      }
      return 1;
    });
    return (points.reduce((sum, point) => sum + point, 0) / (points.length || 1)) * 20 - depth / 2;
  }
  function rateName({ lower }) {
    if (lower === asked || lower.split(".").at(-1) === asked) return 40;
    return lower.startsWith(asked) ? 15 : 8;
  }

  /* What is shown of an operation, whatever it was found by. */
  function hitOf(one) {
    if (!hits.has(one)) {
      const found = isFound(one) ? [one] : one.parameters.filter(isFound).sort((a, b) => rateName(b) - rateName(a));
      const best = found[0];
      const noun = best && best !== one ? `${best.noun} ${encode(best.full)}` : one.noun;
      hits.set(one, best && {
        title: encode(one.shown), anchor: best.anchor, text: noun + _(", in ") + one.where,
        score: best === one ? rate(one) : rateName(best),
      });
    }
    return hits.get(one);
  }

  Scorer.score = (result) => {
    if (!operations) collect();
    const one = home(result[0], result[2]);
    const hit = one && hitOf(one);
    if (hit) [result[1], result[2], result[3], result[4]] = [hit.title, hit.anchor, hit.text, hit.score];
    return theirs ? theirs(result) : result[4];
  };
})();
