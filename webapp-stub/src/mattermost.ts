// What Mattermost's web app offers to a plugin's bundle, as far as Causeway uses it.
import type {ComponentType} from 'react';

export interface Channel {
  id: string;
  display_name: string;
  team_id: string;
  shared?: boolean;
}

// The part of the web app's state that Causeway reads.
export interface State {
  entities: {channels: {currentChannelId: string; channels: Record<string, Channel>}};
}

export interface Store {
  getState(): State;
  subscribe(listener: () => void): () => void;
  dispatch(action: unknown): unknown;
}

export interface Registry {
  // `key` is the setting's in plugin.json; the component draws the whole row.
  registerAdminConsoleCustomSetting(key: string, component: ComponentType<SettingProps>, options?: {showTitle: boolean}): void;
  registerRightHandSidebarComponent(component: ComponentType, title: string): {showRHSPlugin: unknown};
  registerChannelHeaderMenuAction(text: string, action: (channelId: string) => void, shouldRender?: (state: State) => boolean): string;
}

export interface SettingProps {
  disabled?: boolean;
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
    basename?: string; // the path under which Mattermost is served
  }
}
