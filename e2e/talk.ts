// The manifests of the talk's Deployment demo, as its stories paste them.

export const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  selector:
    demo: deployment
  ports:
  - port: 80
`
export const deployment = (image: string, version: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx
spec:
  replicas: 3
  selector:
    matchLabels:
      demo: deployment
  template:
    metadata:
      labels:
        demo: deployment
        version: ${version}
    spec:
      containers:
      - name: nginx
        image: ${image}
`
