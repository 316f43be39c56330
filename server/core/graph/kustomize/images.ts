/** An image split as kustomize splits it (api/filters/imagetag and api/internal/image). */
export interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** Splits `registry:5000/name:tag@digest`; absent parts are empty. */
export function splitImage(image: string): ImageParts {
  const at = image.indexOf("@");
  const beforeDigest = at < 0 ? image : image.slice(0, at);
  const colon = beforeDigest.lastIndexOf(":");
  const hasTag = colon > beforeDigest.lastIndexOf("/");
  return {
    name: hasTag ? beforeDigest.slice(0, colon) : beforeDigest,
    tag: hasTag ? beforeDigest.slice(colon + 1) : "",
    digest: at < 0 ? "" : image.slice(at + 1),
  };
}

/** Whether `images[].name` means this image: the name is equal and what follows is a tag or digest. */
export function isImageNamed(image: string, name: string): boolean {
  return image === name || splitImage(image).name === name;
}
