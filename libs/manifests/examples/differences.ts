/** A part of a published object that ours says in another way. */
interface Difference {
  /** `Deployment web` */
  readonly object: string;
  /** Keys and indexes down to the part, which counts on neither side. */
  readonly path: readonly (string | number)[];
  readonly why: string;
}

/** All that is not the same as in the published manifests, besides comments and the order of keys. */
export const differences: Readonly<Record<'microservices-demo' | 'guestbook', readonly Difference[]>> = {
  'microservices-demo': [
    {
      object: 'Deployment loadgenerator',
      path: ['spec', 'template', 'spec', 'initContainers', 0, 'command'],
      why: 'a script of our own that waits as long for the same page',
    },
  ],
  guestbook: [],
};
