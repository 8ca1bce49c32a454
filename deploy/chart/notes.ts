import { and, concat, not, release, str, when, type Holes, type NoteLine } from '@nx-kube/manifests';
import { services } from '../services.ts';
import type { Values } from '../values.ts';

/** What `helm install` says at its end: where the application is, what to do next, and how to install it elsewhere. */
export function notes({ namespace, ingress: { enabled, host, tls } }: Holes<Values>): readonly NoteLine[] {
  const { service, port } = services.frontend;
  const given = ['betterAuthSecret', 'postgresPassword'].map((name, index) => {
    return `    --set secrets.${name}="$(openssl rand -hex 32)"${index === 0 ? ' \\' : ''}`;
  });
  return [
    str`The Todo Chatbot is being started in the namespace ${namespace.name}.`,
    '',
    'Open it:',
    when(and(enabled, tls.enabled), str`  https://${host}`),
    when(and(enabled, not(tls.enabled)), str`  http://${host}`),
    when(not(enabled), `  http://localhost:${port}, while this runs:`),
    when(not(enabled), concat(['  kubectl -n ', namespace.name, ` port-forward service/${service} ${port}`])),
    '',
    'Next steps:',
    str`  kubectl -n ${namespace.name} get pods            # all are ready within minutes`,
    str`  helm test ${release.name} -n ${release.namespace}`,
    when(
      enabled,
      str`  echo "$(minikube ip) ${host}" | sudo tee -a /etc/hosts    # where no DNS server knows the host`,
    ),
    str`  helm upgrade ${release.name} <chart> -n ${release.namespace} --reset-then-reuse-values    # keeps the secrets`,
    '',
    'Two ways to install this chart; the second one is for a namespace that Helm or somebody else makes:',
    str`  helm install ${release.name} <chart> --set namespace.name=${namespace.name} \\`,
    ...given,
    str`  helm install ${release.name} <chart> -n ${namespace.name} --create-namespace --set namespace.create=false,namespace.name=${namespace.name} \\`,
    ...given,
  ];
}
