#!/bin/sh
# Runs once, on the first start of the database: the role with which the app
# works, beside the owner that the image has made.
set -eu
psql -v ON_ERROR_STOP=1 -v app_password="$APP_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role zaemme_app login password :'app_password';
grant connect on database zaemme to zaemme_app;
revoke create on schema public from public;
alter schema public owner to zaemme_owner;
SQL
