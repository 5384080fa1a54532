import { manifestName } from '../../node/modelFiles.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import type { Localise } from '../clientTypes.js';
import { messages } from '../messages.js';

/** The address of a model folder on a server. */
export class ModelUrl {
  private constructor(private readonly folder: URL) {}

  /**
   * Takes the address of the folder or of the `model.json` in it; a query (an access token) is kept for every file.
   * @throws InterlinearError `invalidArgument` where it is no web address, or one over which anybody could change the files
   */
  public static parse(text: string, localise: Localise): ModelUrl {
    if (!URL.canParse(text.trim()))
      throw new InterlinearError('invalidArgument', localise(messages.urlInvalid));
    const folder = new URL(text.trim());
    if (!isSecure(folder)) throw new InterlinearError('invalidArgument', localise(messages.urlInsecure));
    if (folder.username !== '' || folder.password !== '') {
      throw new InterlinearError('invalidArgument', localise(messages.urlPassword));
    }
    folder.hash = '';
    const name = `/${manifestName}`;
    if (folder.pathname.endsWith(name)) folder.pathname = folder.pathname.slice(0, -name.length);
    if (!folder.pathname.endsWith('/')) folder.pathname += '/';
    return new ModelUrl(folder);
  }

  /** Address of one of the model's files; `path` is a portable one, so it stays below the folder. */
  public file(path: string): URL {
    const url = new URL(this.folder);
    url.pathname += path.split('/').map(encodeURIComponent).join('/');
    return url;
  }

  /** Without the query, which may hold a secret. */
  public toString(): string {
    return `${this.folder.origin}${this.folder.pathname}`;
  }
}

/** Whether nobody on the way can change what is sent: HTTPS, or this very machine. */
export function isSecure({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
