import { colors, type ColorDefinition } from './colors.js';
import { commands, type CommandDefinition, type CommandId } from './commands.js';
import { languageModelTools, type ToolDefinition } from './languageModelTools.js';
import { settings, type SettingDefinition, type SettingId, type SettingValues } from './settings.js';
import { walkthroughCondition, walkthroughId, walkthroughSteps } from './walkthrough.js';

type JsonObject = Readonly<Record<string, unknown>>;

type Definition = SettingDefinition<SettingValues[SettingId]>;

const submenu = 'interlinear.editor';
const nls = (key: string): string => `%${key}%`;
const commandEntries = Object.entries(commands) as [CommandId, CommandDefinition][];
const settingEntries = Object.entries(settings) as [SettingId, Definition][];

function configurationProperty(definition: Definition): JsonObject {
  const { type, scope, values, minimum, maximum, items, additionalProperties, description } = definition;
  return {
    type,
    default: definition.default,
    scope,
    ...(values && {
      enum: values,
      markdownEnumDescriptions: values.map((value) => nls(`${description}.${value}`)),
    }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(items && { items }),
    ...(additionalProperties && { additionalProperties }),
    markdownDescription: nls(description),
  };
}

function menus(): JsonObject {
  return {
    commandPalette: commandEntries.flatMap(([command, { palette }]) =>
      palette === undefined ? [] : [{ command, when: palette }],
    ),
    'editor/context': [
      ...commandEntries.flatMap(([command, { contextMenu }]) =>
        contextMenu?.onSelection === true
          ? [
              {
                command,
                group: '1_modification@89',
                when: `editorHasSelection && !editorReadonly && ${contextMenu.when ?? 'true'}`,
              },
            ]
          : [],
      ),
      { submenu, group: '1_modification@90', when: '!editorReadonly' },
    ],
    [submenu]: commandEntries.flatMap(([command, { contextMenu }]) =>
      contextMenu
        ? [{ command, group: contextMenu.group, ...(contextMenu.when && { when: contextMenu.when }) }]
        : [],
    ),
  };
}

function colorEntries(): JsonObject[] {
  return Object.entries<ColorDefinition>(colors).map(([id, { description, ...defaults }]) => ({
    id,
    description: nls(description),
    defaults,
  }));
}

function walkthrough(): JsonObject {
  return {
    id: walkthroughId,
    title: nls('walkthrough.title'),
    description: nls('walkthrough.description'),
    when: walkthroughCondition,
    icon: 'media/icon.png',
    steps: walkthroughSteps.map(({ id, completedBy }) => ({
      id,
      title: nls(`walkthrough.${id}.title`),
      description: nls(`walkthrough.${id}.description`),
      media: {
        image: pictures(id),
        altText: nls(`walkthrough.${id}.picture`),
      },
      completionEvents: [completedBy],
    })),
  };
}

/** One picture of a step for each kind of theme. */
function pictures(id: string): JsonObject {
  const file = (theme: string): string => `media/walkthrough/${id}-${theme}.png`;
  return { dark: file('dark'), light: file('light'), hc: file('hc'), hcLight: file('hc-light') };
}

function tools(): JsonObject[] {
  return Object.entries<ToolDefinition>(languageModelTools).map(([name, definition]) => ({
    name,
    displayName: nls(`${definition.nls}.name`),
    userDescription: nls(`${definition.nls}.description`),
    modelDescription: definition.modelDescription,
    toolReferenceName: definition.reference,
    canBeReferencedInPrompt: true,
    icon: definition.icon,
    tags: ['interlinear', 'text'],
    inputSchema: definition.inputSchema,
  }));
}

/** The `contributes` section of package.json. */
export function packageContributions(): JsonObject {
  return {
    commands: commandEntries.map(([command, { title, icon }]) => ({
      command,
      title: nls(title),
      category: 'Interlinear',
      ...(icon !== undefined && { icon }),
    })),
    submenus: [{ id: submenu, label: 'Interlinear' }],
    menus: menus(),
    keybindings: commandEntries.flatMap(([command, { keybinding }]) =>
      keybinding ? [{ command, ...keybinding }] : [],
    ),
    colors: colorEntries(),
    walkthroughs: [walkthrough()],
    languageModelTools: tools(),
    // Read by the extension Comment Translate.
    translates: [{ title: nls('commentTranslate.title'), translate: 'interlinear' }],
    configuration: {
      title: 'Interlinear',
      properties: Object.fromEntries(
        settingEntries.map(([id, definition]) => [id, configurationProperty(definition)]),
      ),
    },
  };
}

/** Settings that an untrusted workspace may not influence, for `capabilities` in package.json. */
export function restrictedSettings(): readonly SettingId[] {
  return settingEntries.filter(([, { restricted }]) => restricted).map(([id]) => id);
}
