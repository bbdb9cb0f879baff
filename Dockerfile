# The program alone in an empty image: one static file, no shell, no root.
# docs/operating.md says how to run it, and what it takes to print on queues of a CUPS server.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN make build VERSION="$VERSION" && mkdir -m 0700 /empty-data && mkdir -m 1777 /empty-tmp

FROM scratch
COPY --from=build /src/bin/bukutamu /bukutamu
COPY --from=build /src/LICENSE /LICENSE
# A new volume takes over owner and mode of the folder it is mounted on.
COPY --from=build --chown=65532:65532 /empty-data /data
COPY --from=build /empty-tmp /tmp
USER 65532:65532
# Only inside a container do the doors answer every address; who may reach them is decided by
# the ports that are published.
ENV BUKUTAMU_GUEST_LISTEN=0.0.0.0:8080 \
    BUKUTAMU_STAFF_LISTEN=0.0.0.0:8081 \
    BUKUTAMU_DATA=/data \
    BUKUTAMU_LOG_FORMAT=json
VOLUME /data
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
# doctor reads the same variables as serve; it ends with an error when the store, the disk
# or the clock is not fit to go on.
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s CMD ["/bukutamu", "doctor"]
ENTRYPOINT ["/bukutamu"]
CMD ["serve"]
