// What Mattermost's web app offers to a plugin's bundle, as far as Causeway uses it.
import type * as ReactModule from 'react';
import type * as ReactIntlModule from 'react-intl';

// What the System Console hands to a plugin's own kind of setting; we save by ourselves and use none of its value.
export interface CustomSettingProps {
  disabled?: boolean;
}

// Handed to initialize(); every register… gives what unregistering needs, which Mattermost does by itself.
export interface Registry {
  registerTranslations(texts: (locale: string) => Record<string, string>): void;
  registerAdminConsoleCustomSetting(
    key: string,
    component: ReactModule.ComponentType<CustomSettingProps>,
    options?: {showTitle: boolean},
  ): void;
  registerRightHandSidebarComponent(
    component: ReactModule.ComponentType,
    title: ReactModule.ReactNode,
  ): {id: string; toggleRHSPlugin: unknown; showRHSPlugin: unknown};
  registerChannelHeaderMenuAction(
    text: ReactModule.ReactNode,
    action: (channelId: string) => void,
    shouldRender?: (state: State) => boolean,
  ): void;
}

export interface State {
  entities: {channels: {currentChannelId: string; channels: Record<string, {shared?: boolean} | undefined>}};
}

export interface Store {
  dispatch(action: unknown): unknown;
}

export interface PluginClass {
  // Called once after the bundle was loaded, and again after the plugin was disabled and enabled.
  initialize(registry: Registry, store: Store): void;
  // Called when the plugin is disabled or removed; the page stays.
  uninitialize(): void;
}

declare global {
  interface Window {
    registerPlugin(id: string, plugin: PluginClass): void;
    React: typeof ReactModule;
    ReactIntl: typeof ReactIntlModule;
    ReactRedux: {useSelector<T>(select: (state: State) => T): T};
    basename?: string;
  }
}
