// Image names as nodes report them: always with a tag or digest. Upstream: plugins/imagelocality/image_locality.go normalizedImageName.

/** `nginx` → `nginx:latest`; a colon of the registry's port is no tag. */
export const defaultTagged = (image: string): string => (image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image)
