/** Whether the value of a key is a text for people. */
export type YamlVocabulary = (key: string) => boolean;

const none: YamlVocabulary = () => false;
const named: YamlVocabulary = (key) => /^(?:name|run-name|description|title|displayName)$/.test(key);
const described: YamlVocabulary = (key) => /^(?:title|summary|description|deprecationMessage)$/.test(key);

/** Kinds of YAML files for programs, by keys at the top: their values are commands and names, but for a few. */
const vocabularies: readonly {
  readonly keys: readonly string[];
  readonly isText: YamlVocabulary;
}[] = [
  { keys: ['openapi', 'paths'], isText: described },
  { keys: ['swagger', 'paths'], isText: described },
  { keys: ['asyncapi'], isText: described },
  // Workflows and actions of GitHub; pipelines of Azure, GitLab, Travis, CircleCI and others.
  { keys: ['on', 'jobs'], isText: named },
  { keys: ['runs', 'name'], isText: named },
  { keys: ['trigger', 'steps'], isText: named },
  { keys: ['trigger', 'jobs'], isText: named },
  { keys: ['trigger', 'stages'], isText: named },
  { keys: ['version', 'jobs'], isText: named },
  { keys: ['steps', 'kind'], isText: named },
  { keys: ['stages'], isText: none },
  { keys: ['language', 'script'], isText: none },
  { keys: ['image', 'pipelines'], isText: none },
  // Files of Kubernetes, Docker, pre-commit, Dependabot, conda and other tools.
  { keys: ['apiVersion', 'kind'], isText: described },
  { keys: ['apiVersion', 'name'], isText: described },
  { keys: ['services'], isText: none },
  { keys: ['repos'], isText: named },
  { keys: ['version', 'updates'], isText: none },
  { keys: ['channels', 'dependencies'], isText: none },
  { keys: ['packages', 'lockfileVersion'], isText: none },
  { keys: ['lockfileVersion'], isText: none },
  { keys: ['AWSTemplateFormatVersion'], isText: described },
  { keys: ['Resources', 'Parameters'], isText: described },
];
/** Jobs of GitLab, and playbooks of Ansible. */
const script = /^(?: {2}|\t)(?:script|before_script):/m;
const playbook = /^- (?:name:.*\n\s+)?(?:hosts|tasks|ansible\.builtin\.\w+|become|gather_facts):/m;

/**
 * The vocabulary of a YAML text; undefined where every value may be one for people.
 * @param keys of the mapping at the top
 */
export function yamlVocabularyOf(text: string, keys: ReadonlySet<string>): YamlVocabulary | undefined {
  const found = vocabularies.find((vocabulary) => vocabulary.keys.every((key) => keys.has(key)))?.isText;
  if (found !== undefined) return found;
  if (script.test(text)) return none;
  return playbook.test(text) ? named : undefined;
}
