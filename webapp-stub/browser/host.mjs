// A page that stands for Mattermost's web app: its libraries, a store and a registry, with the plugin's built bundle, at
// the address of a real server, to which everything else is passed on.
import {readFileSync} from 'node:fs';
import {createServer, request} from 'node:http';

import {libraries} from './libraries.mjs';

const themes = {
  light: '--center-channel-bg: #ffffff; --center-channel-color: #3f4350; --center-channel-color-rgb: 63, 67, 80; --button-bg: #1c58d9; --button-color: #ffffff; --error-text: #d24b4e',
  dark: '--center-channel-bg: #1f232b; --center-channel-color: #dddfe4; --center-channel-color-rgb: 221, 223, 228; --button-bg: #386fe5; --button-color: #ffffff; --error-text: #f0757a',
};

// Runs in the page, before the bundle.
function webApp() {
  const reduce = (state = {entities: {channels: {currentChannelId: '', channels: {}}}}, action) =>
    action.type === 'channel' ? {entities: {channels: {currentChannelId: action.id, channels: {}}}} : state;
  const store = window.Redux.legacy_createStore(reduce);
  const screens = {};
  let translations = () => ({});
  window.registerPlugin = (id, plugin) =>
    plugin.initialize(
      {
        registerTranslations: (texts) => (translations = texts),
        registerAdminConsoleCustomSetting: (key, component) => (screens[key] = component),
        registerRightHandSidebarComponent: (component) => {
          screens.Panel = component;
          return {id: 'panel', showRHSPlugin: {type: 'show'}, toggleRHSPlugin: {type: 'toggle'}};
        },
        registerChannelHeaderMenuAction: () => undefined,
      },
      store,
    );
  let root;
  window.show = (name, channel = '') => {
    const {React, ReactIntl, ReactRedux} = window;
    store.dispatch({type: 'channel', id: channel});
    root ??= window.createRoot(document.getElementById('screen'));
    const screen = React.createElement(screens[name]);
    const intl = React.createElement(ReactIntl.IntlProvider, {locale: 'en', messages: translations('en')}, screen);
    root.render(React.createElement(ReactRedux.Provider, {key: name, store}, intl));
  };
}

function html(theme) {
  return `<!doctype html><html lang="en"><head><title>Causeway</title><style>* { box-sizing: border-box }
    body { ${themes[theme]}; background: var(--center-channel-bg); font: 14px/20px "Open Sans", "DejaVu Sans", sans-serif; margin: 0 } main { padding: 16px 24px }
    </style></head><body><main id="screen"></main><script src="/host/libraries.js"></script><script src="/host/bundle.js"></script></body></html>`;
}

// The page is at /host/light and /host/dark. close() ends it.
export async function host(server) {
  const target = new URL(server);
  const scripts = {
    '/host/libraries.js': `${libraries('production')};(${webApp})();`,
    '/host/bundle.js': readFileSync(new URL('../dist/main.js', import.meta.url)),
  };
  const here = createServer((asked, answer) => {
    const script = scripts[asked.url];
    if (script !== undefined) return answer.setHeader('Content-Type', 'text/javascript; charset=utf-8').end(script);
    const theme = asked.url.replace('/host/', '');
    if (theme in themes) return answer.setHeader('Content-Type', 'text/html; charset=utf-8').end(html(theme));
    const options = {
      host: target.hostname,
      port: target.port,
      path: asked.url,
      method: asked.method,
      headers: {...asked.headers, host: target.host},
    };
    const passed = request(options, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    return asked.pipe(passed);
  });
  await new Promise((done) => here.listen(0, '127.0.0.1', done));
  const close = () => {
    here.closeAllConnections();
    return new Promise((done) => here.close(done));
  };
  return {url: `http://127.0.0.1:${here.address().port}`, close};
}
