// A page with Mattermost's registry, as far as the bundle uses it, and a server that answers from a table. The bundle is
// loaded as a browser does, with the real React.
import {readFileSync} from 'node:fs';
import {JSDOM} from 'jsdom';

const here = new URL('.', import.meta.url);
const bundle = readFileSync(new URL('../dist/main.js', here), 'utf8');
// The builds that define window.React and window.ReactDOM, as Mattermost's page has them.
const react = ['react/umd/react', 'react-dom/umd/react-dom', 'react-dom/umd/react-dom-test-utils'].map((name) =>
  readFileSync(new URL(`../node_modules/${name}.development.js`, here), 'utf8'),
);

// jsdom has none, and Node's own would keep the process alive.
class Channel {
  port1 = {onmessage: null};
  port2 = {postMessage: () => setImmediate(() => this.port1.onmessage?.())};
}

export class Page {
  constructor(answers = {}) {
    this.answers = {'GET /api/v4/teams?per_page=200': [{id: 'team1', display_name: 'Team one'}], ...answers};
    this.asked = [];
    this.registered = {settings: {}, menu: []};
    const dom = new JSDOM('<div id="root"></div>', {runScripts: 'outside-only', url: 'https://chat.example/sub/admin_console'});
    this.window = dom.window;
    Object.assign(this.window, {basename: '/sub', IS_REACT_ACT_ENVIRONMENT: true, setImmediate, MessageChannel: Channel, fetch: (url, options) => this.#fetch(url, options)});
    this.window.document.cookie = 'MMCSRF=the-token; path=/';
    this.window.registerPlugin = (id, plugin) => Object.assign(this, {id, plugin});
    for (const script of react) this.window.eval(script);
    this.window.eval(bundle);
    this.state = {entities: {channels: {currentChannelId: 'c1', channels: {c1: {id: 'c1', shared: true}, c2: {id: 'c2'}}}}};
    this.listeners = new Set();
    this.dispatched = [];
    this.plugin.initialize(
      {
        registerAdminConsoleCustomSetting: (key, component) => (this.registered.settings[key] = component),
        registerRightHandSidebarComponent: (component) => ((this.registered.panel = component), {showRHSPlugin: 'show the panel'}),
        registerChannelHeaderMenuAction: (text, action, shouldRender) => this.registered.menu.push({text, action, shouldRender}),
      },
      {
        getState: () => this.state,
        subscribe: (listener) => (this.listeners.add(listener), () => this.listeners.delete(listener)),
        dispatch: (action) => this.dispatched.push(action),
      },
    );
  }

  async #fetch(url, options) {
    const path = url.replace(/^\/sub/, '');
    const asked = {method: options.method, path, headers: options.headers, body: options.body ? JSON.parse(options.body) : undefined};
    if (options.method !== 'GET') this.asked.push(asked);
    const answer = this.answers[`${options.method} ${path}`];
    const value = typeof answer === 'function' ? answer(asked) : answer;
    const status = value === undefined ? 404 : value?.status_code ?? 200;
    return {ok: status < 300, status, statusText: '', text: async () => (value === undefined ? '{"message":"not found"}' : JSON.stringify(value))};
  }

  async act(work) {
    await this.window.ReactTestUtils.act(async () => {
      await work?.();
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
  }

  async show(component, props = {}) {
    this.root = this.window.ReactDOM.createRoot(this.window.document.getElementById('root'));
    await this.act(() => this.root.render(this.window.React.createElement(component, props)));
  }

  async close() {
    await this.act(() => this.root?.unmount());
    this.window.close();
  }

  get text() {
    return this.window.document.body.textContent;
  }

  // By what a screen reader says.
  control(name) {
    const all = [...this.window.document.querySelectorAll('button, input, select, textarea')];
    const nameOf = (node) => node.getAttribute('aria-label') ?? (node.labels?.length ? node.labels[0].textContent.trim() : node.textContent.trim());
    const found = all.filter((node) => nameOf(node) === name);
    if (found.length === 0) throw new Error(`no control "${name}" among: ${all.map(nameOf).join(', ')}`);
    return found.at(-1);
  }
  has(name) {
    try {
      return Boolean(this.control(name));
    } catch {
      return false;
    }
  }
  click(name) {
    return this.act(() => this.control(name).click());
  }
  fill(name, value) {
    const node = this.control(name);
    const {set} = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(node), 'value');
    return this.act(() => {
      set.call(node, value);
      node.dispatchEvent(new this.window.Event(node.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));
    });
  }
}
