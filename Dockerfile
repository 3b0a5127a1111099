# Charley in a container: one binary on a base without a shell, as a user without rights.
#
#   docker build --tag charley .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges \
#     --volume charley-data:/var/lib/charley/data --volume charley-keys:/var/lib/charley/data-keys \
#     --volume charley-backups:/var/lib/charley/data-backups \
#     --volume ./charley.toml:/etc/charley/charley.toml:ro --env TELOXIDE_TOKEN charley
#
# Data, keys and backups are volumes of their own, so that they can lie on different disks. No port is opened: Charley asks
# Telegram for news, nobody calls it.

# The toolchain of rust-version in Cargo.toml.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
COPY .cargo ./.cargo
COPY Cargo.toml Cargo.lock build.rs ./
# The manifest names these, so cargo wants to see them; nothing of them is built.
COPY benches ./benches
COPY tests/main.rs ./tests/main.rs
COPY src ./src
# Texts and knowledge are built into the binary.
COPY config ./config
# The caches live on the build machine and are no part of any layer, hence the copy at the end.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --profile dist --locked --bin charley \
    && cp target/dist/charley /usr/local/bin/charley \
    && mkdir -p /empty

# Debian's C library and certificates, no shell, no package manager. The same Debian as above, so that the libraries fit.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /usr/local/bin/charley /usr/local/bin/charley
# A new volume takes over the owner of the folder that it covers; there is no shell here to chown with.
COPY --from=build --chown=65532:65532 /empty /var/lib/charley/data
COPY --from=build --chown=65532:65532 /empty /var/lib/charley/data-keys
COPY --from=build --chown=65532:65532 /empty /var/lib/charley/data-backups
# Every setting, commented. Put your own in its place: Charley wants to know who runs it.
COPY config/charley.toml /etc/charley/charley.toml

ENV CHARLEY_CONFIG=/etc/charley/charley.toml \
    CHARLEY_DATA=/var/lib/charley/data
# Relative paths of the settings count from here. The keys lie beside the data, unless the settings say otherwise.
WORKDIR /var/lib/charley
VOLUME ["/var/lib/charley/data", "/var/lib/charley/data-keys", "/var/lib/charley/data-backups"]
USER 65532:65532
# Charley then commits and confirms what it has fetched, sends what is about to leave, and closes the store: up to half a minute.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["/usr/local/bin/charley", "health"]
ENTRYPOINT ["/usr/local/bin/charley"]
CMD ["run"]
