import * as vscode from 'vscode';
import type { ClientState } from '../../client/inferenceClient.js';
import type { CommandId } from '../../contributions/commands.js';
import type { ProcessStatus } from '../../core/protocol/protocol.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { placeText } from './placeText.js';
import type { ProcessState } from '../../model/processState.js';

interface MeasuredProcess extends ProcessState {
  /** What the process says of itself; null while none is connected. */
  status(): Promise<ProcessStatus | null>;
}

const showStatus: CommandId = 'interlinear.showStatus';

/** The entry under `{}` in the status bar: model, device, memory and time of the last answer; a spinner while it works. */
export class LanguageStatus implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.add(
    vscode.languages.createLanguageStatusItem('interlinear', [{ language: '*' }]),
  );

  #residentBytes: number | null = null;

  public constructor(private readonly process: MeasuredProcess) {
    this.item.name = 'Interlinear';
    this.item.command = { command: showStatus, title: vscode.l10n.t('Details') };
    this.show(process.state);
    this.store.add(process.onState((state) => this.show(state)));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private show(state: ClientState): void {
    if (state.processId === null) this.#residentBytes = null;
    this.present(state);
    // Memory changes with work, so it is asked for when that has ended.
    if (state.phase === 'ready') void this.measure();
  }

  private async measure(): Promise<void> {
    const status = await this.process.status().catch(() => null);
    if (status === null || status.residentBytes === this.#residentBytes) return;
    this.#residentBytes = status.residentBytes;
    this.present(this.process.state);
  }

  private present(state: ClientState): void {
    const facts = details(state, this.#residentBytes);
    this.item.text = `Interlinear: ${phaseText(state)}`;
    this.item.detail = facts.join(' · ');
    // Read out as one sentence, without the signs between.
    this.item.accessibilityInformation = { label: [this.item.text, ...facts].join(', ') };
    this.item.busy = ['starting', 'loading', 'busy', 'restarting'].includes(state.phase);
    this.item.severity =
      state.phase === 'failed'
        ? vscode.LanguageStatusSeverity.Error
        : vscode.LanguageStatusSeverity.Information;
  }
}

/** The state of the inference process in a word or two. */
export function phaseText({ phase }: ClientState): string {
  switch (phase) {
    case 'stopped':
      return vscode.l10n.t('not running');
    case 'starting':
      return vscode.l10n.t('starting');
    case 'loading':
      return vscode.l10n.t('loading the model');
    case 'ready':
      return vscode.l10n.t('ready');
    case 'busy':
      return vscode.l10n.t('working');
    case 'restarting':
      return vscode.l10n.t('restarting');
    case 'failed':
      return vscode.l10n.t('failed');
  }
}

function details({ model, lastMilliseconds, error }: ClientState, residentBytes: number | null): string[] {
  return [
    ...(error !== null ? [error] : []),
    ...(model ? [model.name, placeText(model)] : []),
    ...(residentBytes !== null
      ? [vscode.l10n.t('{0} MB of memory', Math.round(residentBytes / 2 ** 20))]
      : []),
    ...(lastMilliseconds !== null
      ? [vscode.l10n.t('last answer in {0} ms', Math.round(lastMilliseconds))]
      : []),
  ];
}
