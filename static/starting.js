// Before the app itself: a page whose program does not come must not stay blank. That happens where the network goes
// between the page and its files, or while servers of two versions answer. A classic script that needs nothing else.
(function () {
  var MARK = 'herringbone.loaded-anew';
  var AGAIN_MS = 30000;

  /** Loads the page once more, but not again and again; false where that has been tried, or cannot be remembered. */
  function loadAnew() {
    try {
      var last = Number(sessionStorage.getItem(MARK));
      // By when this page began: what fails late, fails late each time.
      if (performance.timeOrigin - last < AGAIN_MS) return false;
      sessionStorage.setItem(MARK, String(Date.now()));
    } catch {
      return false;
    }
    location.reload();
    return true;
  }

  function onerror(event) {
    var app = document.getElementById('app');
    var hasStarted = app !== null && app.childElementCount > 0;
    var script = event.target;
    var isOurs = script instanceof HTMLScriptElement && script.src.startsWith(location.origin + '/');
    if (!isOurs || hasStarted || loadAnew()) return;
    var words = document.getElementById('not-started');
    if (words === null) return;
    words.hidden = false;
    words.querySelectorAll('a').forEach(function (link) {
      link.addEventListener('click', function (click) {
        // The address may hold the link somebody was given.
        click.preventDefault();
        location.reload();
      });
    });
  }

  // Errors of elements do not bubble: they are caught on the way down.
  addEventListener('error', onerror, true);
})();
