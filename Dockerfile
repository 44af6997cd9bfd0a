# The image of zaemme: the binary and the Postgres client tools (for backup and
# restore), nothing else. Build: docker compose build
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=unknown
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /zaemme ./cmd/zaemme

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates postgresql-client-15 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin zaemme
COPY --from=build /zaemme /usr/local/bin/zaemme
COPY LICENSE NOTICE /usr/share/doc/zaemme/
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 CMD ["zaemme", "health"]
ENTRYPOINT ["zaemme"]
CMD ["serve"]
