import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for a host, signed by itself, as a team without a certificate authority makes it. */
export class SelfSigned {
  private readonly directory = mkdtempSync(join(tmpdir(), 'interlinear-tls-'));
  public readonly certificateFile = join(this.directory, 'certificate.pem');
  public readonly key: string;
  public readonly cert: string;

  public constructor(host: string) {
    const key = join(this.directory, 'key.pem');
    const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    const files = ['-keyout', key, '-out', this.certificateFile];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    execFileSync('openssl', ['req', '-x509', ...curve, '-nodes', '-days', '2', ...subject, ...files], {
      stdio: 'pipe',
    });
    this.key = readFileSync(key, 'utf8');
    this.cert = readFileSync(this.certificateFile, 'utf8');
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
