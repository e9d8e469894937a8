// A page as Mattermost's web app makes it for a plugin: React, react-intl and the registry, and a server that answers
// what the test says.
import {readFileSync} from 'node:fs';
import {afterEach} from 'node:test';

import {JSDOM} from 'jsdom';

import {libraries} from '../browser/libraries.mjs';

const bundle = readFileSync(new URL('../dist/main.js', import.meta.url), 'utf8');

const script = libraries('development');

export const tick = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// A page that a failed test leaves open would go on asking its server.
const opened = [];
afterEach(() => {
  for (const window of opened.splice(0)) window.close();
});

// `answers`: "METHOD path" to a value, or to a function of the request's body; a value {status, body} is an error.
export async function open({answers = {}, locale = 'en'} = {}) {
  const dom = new JSDOM('<!doctype html><main id="root"></main>', {
    url: 'https://chat.example.com/admin_console',
    pretendToBeVisual: true,
    runScripts: 'outside-only',
  });
  const {window} = dom;
  opened.push(window);
  // Of these React waits for nothing more than its turn.
  window.setImmediate = (deed, ...values) => window.setTimeout(deed, 0, ...values);
  window.MessageChannel = class {
    port1 = {};
    port2 = {postMessage: () => window.setTimeout(() => this.port1.onmessage?.({}))};
  };
  window.eval(script);
  window.IS_REACT_ACT_ENVIRONMENT = true;
  const {React, ReactIntl, act, createRoot} = window;

  const asked = [];
  window.document.cookie = 'MMCSRF=the-token';
  window.fetch = async (url, options) => {
    const key = `${options.method} ${url}`;
    const body = options.body === undefined ? undefined : JSON.parse(options.body);
    asked.push({key, body, headers: options.headers});
    let answer = answers[key];
    if (typeof answer === 'function') answer = answer(body);
    const status = answer === undefined ? 404 : (answer.status ?? 200);
    const content = answer === undefined ? {message: `no answer to ${key}`} : 'status' in Object(answer) ? answer.body : answer;
    return {ok: status < 300, status, text: async () => (content === undefined ? '' : JSON.stringify(content))};
  };
  const copied = [];
  Object.defineProperty(window.navigator, 'clipboard', {value: {writeText: async (text) => void copied.push(text)}});

  const page = {window, document: window.document, asked, copied, settings: {}, plugins: [], dispatched: []};
  let texts = () => ({});
  Object.assign(window, {
    ReactRedux: {useSelector: (select) => select(page.state)},
    registerPlugin: (id, plugin) => page.plugins.push({id, plugin}),
  });
  page.state = {entities: {channels: {currentChannelId: 'town', channels: {town: {shared: true}}}}};
  page.registry = {
    registerTranslations: (from) => (texts = from),
    registerAdminConsoleCustomSetting: (key, component) => (page.settings[key] = component),
    registerRightHandSidebarComponent: (component) => {
      page.panel = component;
      return {id: 'panel', showRHSPlugin: {type: 'show'}, toggleRHSPlugin: {type: 'toggle'}};
    },
    registerChannelHeaderMenuAction: (text, action, shouldRender) => (page.menu = {text, action, shouldRender}),
  };
  page.store = {dispatch: (action) => page.dispatched.push(action)};
  window.eval(bundle);

  const root = createRoot(page.document.getElementById('root'));
  page.act = async (deed) => {
    await act(async () => {
      await deed?.();
      await tick(5);
    });
  };
  page.show = (component) =>
    page.act(() =>
      root.render(
        React.createElement(
          ReactIntl.IntlProvider,
          {locale, messages: texts(locale), onError: (error) => { throw error; }},
          React.createElement(component),
        ),
      ),
    );
  page.start = () => page.plugins[0].plugin.initialize(page.registry, page.store);
  page.text = () => page.document.getElementById('root').textContent;
  page.named = (role, name) => {
    const selector = {button: 'button', field: 'input, textarea, select', check: 'input[type=checkbox]'}[role];
    return [...page.document.querySelectorAll(selector)].find((one) => nameOf(page.document, one) === name);
  };
  page.click = (name) => {
    const button = page.named('button', name);
    if (!button) throw new Error(`no button ${name} in: ${page.text()}`);
    if (button.disabled) throw new Error(`the button ${name} is disabled`);
    return page.act(() => button.click());
  };
  page.type = (name, value) => {
    const field = page.named('field', name);
    if (!field) throw new Error(`no field ${name} in: ${page.text()}`);
    const kind = {INPUT: 'HTMLInputElement', TEXTAREA: 'HTMLTextAreaElement', SELECT: 'HTMLSelectElement'}[field.tagName];
    return page.act(() => {
      Object.getOwnPropertyDescriptor(window[kind].prototype, 'value').set.call(field, value);
      field.dispatchEvent(new window.Event(field.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));
    });
  };
  page.told = (key) => asked.filter((one) => one.key === key);
  return page;
}

// What a screen reader calls it.
function nameOf(document, element) {
  const label = element.getAttribute('aria-label');
  if (label) return label;
  if (element.id) {
    const named = document.querySelector(`label[for="${element.id.replaceAll(':', '\\:')}"]`);
    if (named) return named.textContent;
  }
  return (element.closest('label') ?? element).textContent;
}
