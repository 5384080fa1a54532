interface Disposable {
  dispose(): unknown;
}

/** Owns disposables: disposes them in reverse order, and at once those that arrive after its own end. */
export class DisposableStore implements Disposable {
  private readonly items: Disposable[] = [];
  private disposed = false;

  public add<Item extends Disposable>(item: Item): Item {
    if (this.disposed) {
      item.dispose();
    } else {
      this.items.push(item);
    }
    return item;
  }

  public dispose(): void {
    this.disposed = true;
    for (let item = this.items.pop(); item; item = this.items.pop()) {
      item.dispose();
    }
  }
}
