// What the tests ask of the page that shows the window. Functions named `…InPage` are sent there: they see nothing of this file.

/** Texts of all visible elements at a CSS selector, read at one moment; of an input field what is in it. */
export async function visibleTexts(page, selector) {
  const [texts] = await page.evaluate(textsInPage, [selector]);
  return texts;
}

/**
 * The editor keeps what it has closed: a pick stays in the page with its lines, hidden, and for the time of an animation
 * it is inert. Neither is what a user sees.
 */
function textsInPage(selectors) {
  const isVisible = (element) =>
    element.closest("[inert]") === null && element.checkVisibility({ visibilityProperty: true });
  const textOf = (element) => (element instanceof HTMLInputElement ? element.value : (element.innerText ?? ""));
  return selectors.map((selector) => [...document.querySelectorAll(selector)].filter(isVisible).map(textOf));
}

/** Clicks the first visible element at a CSS selector that shows this text and no more, with the left button if none is named. */
export async function clickText(page, { selector, text, button }) {
  await page.locator(selector).filter({ visible: true }).getByText(text, { exact: true }).first().click({ button });
}

const told = {
  "quick input": ".quick-input-widget",
  "its field": ".quick-input-widget input",
  "its focused line": ".quick-input-widget .monaco-list-row.focused",
  notifications: ".notification-list-item",
  menus: ".monaco-menu .action-label, .action-widget .monaco-list-row",
  suggestions: ".suggest-widget .monaco-list-row",
  tabs: ".tab.active",
  views: ".split-view-view .monaco-list-row, .split-view-view .message, .welcome-view",
  "status bar": ".statusbar-item",
};

/** What a failed test leaves on screen, a line each: what has the focus, and what may be in its place. */
export async function describeWindow(page) {
  const focus = await page.evaluate(focusInPage);
  const all = await page.evaluate(textsInPage, Object.values(told));
  const lines = Object.keys(told).map((name, at) => {
    const texts = all[at].map((text) => text.replaceAll(/\s+/g, " ").trim());
    return `${name}: ${texts.length === 0 ? "none" : JSON.stringify(texts).slice(0, 1200)}`;
  });
  return [`focus: ${focus}`, ...lines].join("\n");
}

/** The focused element and what it is in, the innermost first. */
function focusInPage() {
  const names = [];
  for (let at = document.activeElement; at !== null && names.length < 6; at = at.parentElement) {
    const label = at.getAttribute("aria-label");
    names.push([at.localName, ...at.classList].join(".") + (label === null ? "" : ` "${label.slice(0, 80)}"`));
  }
  return names.join(" in ");
}

/** Resolves when nothing moves or fades any more, save what does so without end. */
export async function settle(page) {
  await page.evaluate(() => {
    const ends = ({ effect, playState }) =>
      playState === "running" && Number.isFinite(effect?.getComputedTiming().endTime);
    const moving = document.getAnimations().filter(ends);
    return Promise.allSettled(moving.map(({ finished }) => finished)).then(() => undefined);
  });
}

/** Whether a text is in what the window keeps for the next time it opens. */
export function isStored(page, text) {
  return page.evaluate(isStoredInPage, text);
}

async function isStoredInPage(text) {
  const answerOf = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    const database = await answerOf(indexedDB.open(name));
    try {
      for (const store of database.objectStoreNames) {
        const values = await answerOf(database.transaction(store).objectStore(store).getAll());
        if (values.some((value) => String(value).includes(text))) return true;
      }
    } finally {
      database.close();
    }
  }
  return false;
}
