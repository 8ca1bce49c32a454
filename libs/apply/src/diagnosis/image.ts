import { stringAt } from '../json.ts';
import { findingAt, type ContainerState } from './container.ts';
import { ranks, type Finding } from './diagnosis.ts';

const missing = /not found|manifest unknown|does not exist|no such image|name unknown/i;
const denied = /unauthorized|denied|authentication required|no basic auth|forbidden/i;
const platform = /no match(ing manifest)? for platform|no matching manifest/i;
const limited = /toomanyrequests|rate limit/i;

/**
 * Why the image of a container can't be had. Pure.
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
 */
export function diagnoseImage(container: ContainerState): Finding | undefined {
  const { waiting } = container;
  if (!waiting) return undefined;
  const image = stringAt(container.spec, 'image') ?? stringAt(container.status, 'image') ?? 'the image';
  const found = (code: string, because: string, fix: string, grace?: number): Finding =>
    findingAt(container, {
      code,
      because,
      fix,
      terminal: grace === undefined,
      rank: ranks.image,
      ...(grace !== undefined && { graceSeconds: grace }),
    });
  switch (waiting.reason) {
    case 'ErrImageNeverPull':
      return found(
        'IMAGE_NEVER_PULL',
        `${image} is not on the node, and pulling it is forbidden (imagePullPolicy: Never)`,
        'load the image into the node (minikube image load, or run the deploy again), and compare the tag with `minikube image ls`',
      );
    case 'InvalidImageName':
      return found(
        'IMAGE_NAME',
        `"${image}" is no name of an image`,
        'correct the image of the container: repository:tag, in lower case',
      );
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'ImageInspectError':
    case 'RegistryUnavailable':
      return pullFailure(image, waiting.message, found);
    default:
      return undefined;
  }
}

function pullFailure(
  image: string,
  message: string,
  found: (code: string, because: string, fix: string, grace?: number) => Finding,
): Finding {
  const because = `${image} can not be pulled: ${lastSentence(message)}`;
  if (platform.test(message)) return found('IMAGE_PLATFORM', because, "build the image for the node's architecture");
  if (limited.test(message))
    return found('RATE_LIMIT', because, 'log in to the registry, or load the image into the node', 90);
  if (missing.test(message)) {
    return found(
      'IMAGE_NOT_FOUND',
      because,
      'correct the tag; for an image that was built here, load it into the node and set imagePullPolicy: IfNotPresent or Never (":latest" means Always)',
    );
  }
  if (denied.test(message))
    return found('IMAGE_AUTH', because, 'give the pod an imagePullSecret for that registry', 20);
  return found('IMAGE_PULL', because, "check the node's way to the registry, or load the image into the node", 90);
}

/** Runtimes wrap the cause in several layers; the innermost says it. */
function lastSentence(message: string): string {
  return message === '' ? 'the runtime gave no reason' : message.replaceAll(/\s+/g, ' ').slice(-300);
}
