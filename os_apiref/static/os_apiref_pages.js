/* SPDX-License-Identifier: Apache-2.0
 *
 * os_apiref: links of old to what has a page of its own now. Plain script,
 * `defer`, no dependency. */
(() => {
  "use strict";
  const moved = new Map();
  for (const [page, ids] of Object.entries(JSON.parse(document.getElementById("os-apiref-moved").textContent))) {
    for (const id of ids) moved.set(id, page);
  }
  const query = new URLSearchParams(location.search);

  /* A row has the id of its operation, a dot and its name. */
  const pageOf = (id) => moved.get(id) ?? moved.get(id.split(".")[0]);
  function wanted() {
    if (location.hash.length > 1) {
      try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
    }
    return (query.get("expanded") ?? "").split(",")[0].replace(/-detail$/, "");
  }
  function go() {
    const id = wanted();
    if (!id || document.getElementById(id) || !pageOf(id)) return;
    const url = new URL(pageOf(id), location);
    url.search = location.search;
    url.hash = id;
    location.replace(url);
  }
  addEventListener("hashchange", go);
  go();
})();
