import * as vscode from 'vscode';
import { isCancellation } from '../../editor/cancellation.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { Notice } from '../../editor/notice.js';
import type { LivePreview, Wording } from './livePreview.js';

/** How long the selection rests on an entry before its wording is shown, in milliseconds. */
const rest = 120;

/** A list whose entries stand for wordings. */
export interface PreviewList<Item extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  /** The entries; read again after each wording that came. */
  items(): readonly Item[];
  /** The entry to begin with. */
  readonly initial: Item;
  /** The wording of an entry; undefined for what stands there already. */
  wording(item: Item, signal: AbortSignal): Promise<Wording | undefined>;
  readonly buttons?: readonly { readonly button: vscode.QuickInputButton; choose(active: Item): Item }[];
}

/**
 * A quick pick that shows the wording of its active entry in the document. Enter keeps it, Escape brings back what was
 * there before, and typing in the document closes the list and leaves what is shown.
 */
export class PreviewPicker<Item extends vscode.QuickPickItem> {
  private readonly store = new DisposableStore();
  private readonly picker = this.store.add(vscode.window.createQuickPick<Item>());
  private wanted: Item;
  private settled: { readonly item: Item; readonly wording: Wording | undefined } | undefined;
  private request = new AbortController();
  private following: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failure: Error | undefined;

  public constructor(
    private readonly list: PreviewList<Item>,
    private readonly preview: LivePreview,
  ) {
    this.wanted = list.initial;
    this.picker.title = list.title;
    this.picker.placeholder = list.placeholder;
    this.picker.ignoreFocusOut = true;
    this.picker.keepScrollPosition = true;
    this.picker.buttons = (list.buttons ?? []).map(({ button }) => button);
    this.showItems();
  }

  /**
   * Resolves when the person has chosen or given up.
   * @throws Notice if the document was edited meanwhile; whatever the wordings throw
   */
  public async run(): Promise<void> {
    try {
      const accepted = await this.choose();
      this.request.abort();
      clearTimeout(this.timer);
      await this.following;
      if (this.preview.isInterrupted) {
        throw new Notice(
          vscode.l10n.t(
            'The document was changed, so the list was closed. What it showed is still there to keep or undo.',
          ),
        );
      }
      const wording = accepted && this.failure === undefined ? this.settled?.wording : undefined;
      await (wording ? this.preview.commit(wording) : this.preview.restore());
      if (this.failure !== undefined) {
        throw this.failure;
      }
    } finally {
      this.store.dispose();
      this.preview.dispose();
    }
  }

  private choose(): Promise<boolean> {
    return new Promise<boolean>((resolve) => {
      let accepted = false;
      this.store.add(this.picker.onDidChangeActive(([item]) => this.goSoon(item)));
      this.store.add(
        this.picker.onDidTriggerButton((pressed) => {
          const found = this.list.buttons?.find(({ button }) => button === pressed);
          if (found) {
            this.wanted = found.choose(this.wanted);
            this.showItems();
            this.go(this.wanted);
          }
        }),
      );
      this.store.add(
        this.picker.onDidAccept(async () => {
          const [item] = this.picker.activeItems;
          if (item !== undefined && !accepted) {
            accepted = true;
            this.go(item);
            await this.following;
            this.picker.hide();
          }
        }),
      );
      this.store.add(this.preview.onInterrupted(() => this.picker.hide()));
      this.store.add(this.picker.onDidHide(() => resolve(accepted && this.settled?.item === this.wanted)));
      this.picker.show();
      this.go(this.wanted);
    });
  }

  /** Passing over an entry on the way to another one asks for nothing. */
  private goSoon(item: Item | undefined): void {
    clearTimeout(this.timer);
    if (item !== undefined && item !== this.wanted) {
      this.timer = setTimeout(() => this.go(item), rest);
    }
  }

  private go(item: Item): void {
    clearTimeout(this.timer);
    if (item !== this.wanted) {
      this.wanted = item;
      this.request.abort();
    }
    this.following ??= this.follow().finally(() => {
      this.following = undefined;
    });
  }

  /** Shows what is wanted until that is shown. */
  private async follow(): Promise<void> {
    this.picker.busy = true;
    while (this.settled?.item !== this.wanted && this.failure === undefined && !this.preview.isInterrupted) {
      const item = this.wanted;
      this.request = new AbortController();
      const { signal } = this.request;
      try {
        const wording = await this.list.wording(item, signal);
        if (item === this.wanted && !signal.aborted && (await this.preview.show(wording))) {
          this.settled = { item, wording };
          this.showItems();
        }
      } catch (error) {
        if (isCancellation(error) && item !== this.wanted) {
          continue;
        }
        if (!isCancellation(error)) {
          this.failure = error instanceof Error ? error : new Error(String(error));
        }
        this.picker.hide();
        break;
      }
      if (signal.aborted && item === this.wanted) {
        break;
      }
    }
    this.picker.busy = false;
  }

  private showItems(): void {
    this.picker.items = this.list.items();
    this.picker.activeItems = [this.wanted];
  }
}
