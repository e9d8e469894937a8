// The libraries that Mattermost's web app offers to plugins as globals, the real ones, as one script for a page; with
// what a test needs to show a screen. `mode`: development or production.
import {buildSync} from 'esbuild';

export function libraries(mode) {
  const built = buildSync({
    stdin: {
      contents: `import * as React from 'react';
        import {createRoot} from 'react-dom/client';
        import {act} from 'react-dom/test-utils';
        import * as ReactIntl from 'react-intl';
        import * as ReactRedux from 'react-redux';
        import * as Redux from 'redux';
        Object.assign(window, {React, ReactIntl, ReactRedux, Redux, createRoot, act});`,
      resolveDir: new URL('.', import.meta.url).pathname,
    },
    bundle: true,
    write: false,
    format: 'iife',
    define: {'process.env.NODE_ENV': JSON.stringify(mode)},
  });
  return built.outputFiles[0].text;
}
