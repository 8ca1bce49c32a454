import { forward } from '../../../backend/forward.ts';
import { upstreamsOf } from '../../../status/upstreams.ts';

/** `/api/…` but for `/api/auth`: the backend's own paths, for where no ingress leads to it. */
async function toBackend(request: Request): Promise<Response> {
  return forward(request, upstreamsOf(process.env).backendUrl);
}

export {
  toBackend as DELETE,
  toBackend as GET,
  toBackend as HEAD,
  toBackend as OPTIONS,
  toBackend as PATCH,
  toBackend as POST,
  toBackend as PUT,
};
