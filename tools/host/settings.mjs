/**
 * User settings with which nothing but the tested extension shows up: no welcome page, chat, tips, updates or experiments.
 * @param {boolean} trust whether workspace trust stays on
 * @returns {Record<string, unknown>}
 */
export function quietSettings(trust) {
  return {
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.welcomePage.walkthroughs.openOnInstall': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.enableExperiments': false,
    'workbench.settings.enableNaturalLanguageSearch': false,
    'chat.disableAIFeatures': true,
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'extensions.ignoreRecommendations': true,
    'git.enabled': false,
    'editor.accessibilitySupport': 'off',
    ...(trust ? {} : { 'security.workspace.trust.enabled': false }),
  };
}
