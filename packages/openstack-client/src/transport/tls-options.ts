/** How a service is believed, and with what certificate it is asked. Paths may begin with `~/`. */
export interface TlsOptions {
  /** False believes whatever certificate the service shows. Default true. */
  readonly verify?: boolean;
  /** Authorities in PEM that are believed beside those of Node.js. */
  readonly caFile?: string;
  /** The certificate that is shown to the service, in PEM. */
  readonly certFile?: string;
  /** The key of that certificate; in the same file where undefined. */
  readonly keyFile?: string;
}
