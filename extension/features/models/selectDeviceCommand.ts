import * as vscode from 'vscode';
import type { InferenceClient } from '../../client/inferenceClient.js';
import type { CommandId } from '../../contributions/commands.js';
import { settings, type SettingValues } from '../../contributions/settings.js';
import type { Endpoints } from '../../model/endpoints.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import type { ModelChoice } from '../../model/modelChoice.js';

type Device = SettingValues['interlinear.device'];

interface Item extends vscode.QuickPickItem {
  readonly device: Device;
}

const name: CommandId = 'interlinear.selectDevice';

/** Select Device…: where the model runs. It is loaded there at once, so that a person sees whether that works. */
export class SelectDeviceCommand {
  public constructor(
    private readonly configuration: Configuration,
    private readonly choice: ModelChoice,
    private readonly client: InferenceClient,
    private readonly endpoints: Pick<Endpoints, 'configured'>,
    private readonly commands: CommandRunner,
  ) {}

  public register(): vscode.Disposable {
    return this.commands.register(name, (given) => this.select(given));
  }

  /** @param given a device; others are ignored */
  private async select(given: unknown): Promise<void> {
    const device = isDevice(given) ? given : await this.ask();
    if (device === undefined) return;
    await this.configuration.updateOwn('interlinear.device', undefined, () =>
      device === settings['interlinear.device'].default ? undefined : device,
    );
    const server = this.endpoints.configured;
    if (server) {
      throw new Notice(
        vscode.l10n.t('The server {0} runs the model, so the device does not matter for now.', server.host),
      );
    }
    const current = await this.choice.current();
    if (current === undefined) return;
    const loaded = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Interlinear: loading the model') },
      () => this.client.load({ directory: current.directory, device }),
    );
    const text = [
      vscode.l10n.t('{0} runs on: {1}', loaded.name, deviceTitle(loaded.device as Device)),
      ...loaded.fallbacks.map((fallback) => `${deviceTitle(fallback.device as Device)}: ${fallback.reason}`),
    ];
    void this.commands.tell(name, 'information', text.join(' · '));
  }

  private async ask(): Promise<Device | undefined> {
    const chosen = await vscode.window.showQuickPick<Item>(this.items(), {
      title: vscode.l10n.t('Interlinear: where the model runs'),
      matchOnDescription: true,
    });
    return chosen?.device;
  }

  private async items(): Promise<Item[]> {
    const configured = this.configuration.get('interlinear.device');
    const current = await this.choice.current();
    const runnable = new Set(current?.manifest.variants.flatMap(({ devices }) => devices));
    const reasons = new Map(
      this.client.state.model?.fallbacks.map(({ device, reason }) => [device, reason]) ?? [],
    );
    return devices.map((device) => {
      const isKnown = device === 'auto' || current === undefined || runnable.has(device);
      const reason = reasons.get(device);
      return {
        device,
        label: `${device === configured ? '$(check) ' : ''}${deviceTitle(device)}`,
        description: [
          ...(device === configured ? [vscode.l10n.t('in use')] : []),
          ...(isKnown ? [] : [vscode.l10n.t('the model in use is not made for it')]),
        ].join(' · '),
        ...(reason !== undefined && { detail: vscode.l10n.t('Not used the last time: {0}', reason) }),
      };
    });
  }
}

const devices = settings['interlinear.device'].values ?? [];

function isDevice(value: unknown): value is Device {
  return devices.some((device) => device === value);
}

/** Name of a device for a person. */
function deviceTitle(device: Device): string {
  switch (device) {
    case 'auto':
      return vscode.l10n.t('The fastest device that works');
    case 'cpu':
      return vscode.l10n.t('Processor');
    case 'webgpu':
      return vscode.l10n.t('Graphics card (WebGPU)');
    case 'cuda':
      return vscode.l10n.t('NVIDIA graphics card (CUDA)');
    case 'coreml':
      return vscode.l10n.t('Apple devices (Core ML)');
    case 'dml':
      return vscode.l10n.t('Graphics card (DirectML)');
  }
}
