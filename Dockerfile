# The service alone: no Java, no Neo4j. docker-compose.yml puts a Neo4j beside it.
FROM python:3.13-slim AS build
WORKDIR /build
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=build /wheels /wheels
COPY requirements.lock /wheels/
RUN pip install --no-cache-dir -c /wheels/requirements.lock /wheels/*.whl \
    && rm -r /wheels \
    && useradd --system --uid 10001 --no-create-home dealgraph
USER 10001
# Where the copies go that SPARQL is asked of; nothing is kept.
ENV DEALGRAPH_HOME=/tmp/dealgraph
ENV PYTHONUNBUFFERED=1
EXPOSE 8000
ENTRYPOINT ["dealgraph"]
CMD ["serve", "--host", "0.0.0.0"]
