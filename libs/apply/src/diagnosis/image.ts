import type { DiagnosisCode } from './diagnosis.ts';

/** What a container that waits for its image says. */
export interface ImageProblem {
  readonly code: DiagnosisCode;
  readonly because: string;
  readonly fix: string;
  readonly graceSeconds: number;
}

/**
 * Why an image can't be had, by the kubelet's reason for waiting; undefined when the reason is another one.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/images/types.go
 */
export function imageProblem(reason: string, message: string, image: string): ImageProblem | undefined {
  switch (reason) {
    case 'ErrImageNeverPull': {
      const fix = 'run the deploy again, which loads and verifies it; or set the pull policy to IfNotPresent';
      return { code: 'IMAGE_NEVER_PULL', because: `the image ${image} is not in the node`, fix, graceSeconds: 0 };
    }
    case 'InvalidImageName': {
      const fix = 'correct the repository or the tag in the values';
      return { code: 'IMAGE_NAME', because: `"${image}" is not a valid image reference`, fix, graceSeconds: 0 };
    }
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'RegistryUnavailable':
      return pullProblem(message, image);
    default:
      return undefined;
  }
}

function pullProblem(message: string, image: string): ImageProblem {
  if (/not found|manifest unknown|no such manifest/i.test(message)) {
    const fix = 'push the image, or correct its repository and tag';
    return { code: 'IMAGE_NOT_FOUND', because: `no registry has ${image}`, fix, graceSeconds: 3 };
  }
  if (/unauthorized|denied|authentication required|forbidden/i.test(message)) {
    const fix = 'log in with an imagePullSecret that may read this repository';
    return { code: 'IMAGE_AUTH', because: `the registry refuses to give ${image}`, fix, graceSeconds: 20 };
  }
  const fix = 'check that the node reaches the registry; a local image needs a pull policy of Never or IfNotPresent';
  return { code: 'IMAGE_PULL', because: `${image} can't be pulled: ${message}`, fix, graceSeconds: 60 };
}
