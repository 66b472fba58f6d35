# The Lambda function as a container image; README.md says how to build and try it. The first stage
# runs on the builder's own platform and compiles for the one that docker build --platform names.
FROM --platform=$BUILDPLATFORM debian:bookworm AS build
ARG TARGETARCH
ARG ARCHITECTURE=$TARGETARCH
WORKDIR /src
COPY . .
RUN architecture=$(echo "$ARCHITECTURE" | sed s/amd64/x86_64/) && \
    scripts/package "$architecture" && \
    cmake -E tar xf "dist/bootstrap-$architecture.zip"

FROM public.ecr.aws/lambda/provided:al2023
COPY --from=build /src/bootstrap /var/runtime/bootstrap
# The handler: what the function does.
CMD ["evaluator"]
