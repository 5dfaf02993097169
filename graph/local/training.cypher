// What the training run asks, so that the start-up cache knows what dealgraph's work needs:
// constraints and indexes, batches written by key, walks, sums, names, plans.
CREATE CONSTRAINT training_company IF NOT EXISTS FOR (c:Company) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT training_deal IF NOT EXISTS FOR (d:Deal) REQUIRE d.id IS UNIQUE;
CREATE RANGE INDEX training_announced IF NOT EXISTS FOR (d:Deal) ON (d.announced);
CREATE RANGE INDEX training_flow IF NOT EXISTS FOR ()-[l:LICENSED]-() ON (l.deal);
CREATE TEXT INDEX training_name IF NOT EXISTS FOR (n:Name) ON (n.key);
CREATE FULLTEXT INDEX training_words IF NOT EXISTS FOR (n:Name) ON EACH [n.key];
CALL db.awaitIndexes(60);
UNWIND range(1, 200) AS i
MERGE (c:Company {id: 'company-' + i}) SET c.name = 'Company ' + i
MERGE (n:Name {key: 'company ' + i}) MERGE (c)-[k:KNOWN_AS {text: c.name}]->(n) SET k.kind = 'name';
UNWIND range(1, 500) AS i
WITH i, {id: 'deal-' + i, upfront_musd: toFloat(i), announced: date('2020-01-01') + duration({days: i})} AS deal
MATCH (a:Company {id: 'company-' + (1 + i % 200)}), (b:Company {id: 'company-' + (1 + (i * 7) % 200)})
CALL (deal, a, b) {
  MERGE (d:Deal {id: deal.id}) SET d += deal
  MERGE (d)-[:LICENSOR {country: 'CN'}]->(a) MERGE (d)-[:LICENSEE {country: 'US'}]->(b)
  MERGE (a)-[l:LICENSED {deal: deal.id}]->(b) SET l.announced = deal.announced
  RETURN d
}
RETURN count(d) AS deals;
MATCH (d:Deal {id: 'deal-7'}) OPTIONAL MATCH (d)-[r]->(c:Company) RETURN d, collect({role: type(r), party: c}) AS parties;
MATCH (c:Company {id: 'company-8'}) MATCH p = (c)-[:LICENSED*1..2]-(partner)
WITH partner, min(length(p)) AS depth RETURN partner, depth ORDER BY depth, partner.id LIMIT 50;
MATCH p = SHORTEST 1 (a:Company {id: 'company-2'})-[:LICENSED]-{1,4}(b:Company {id: 'company-9'}) RETURN p;
MATCH (d:Deal)-[:LICENSOR]->(c:Company) WHERE d.announced >= date('2020-03-01')
RETURN d.announced.year AS year, count(DISTINCT d) AS deals, sum(d.upfront_musd) AS upfront_musd,
  percentileCont(d.upfront_musd, 0.5) AS median, count(d.upfront_musd) AS n ORDER BY year;
MATCH (n:Name) WHERE n.key STARTS WITH 'comp' MATCH (c)-[:KNOWN_AS]->(n) RETURN c, n.key AS name ORDER BY name LIMIT 20;
MATCH (n:Name) WHERE n.key CONTAINS 'any 1' RETURN n.key AS name ORDER BY name LIMIT 20;
CALL db.index.fulltext.queryNodes('training_words', 'compny~1') YIELD node, score RETURN node, score LIMIT 5;
EXPLAIN MATCH (d:Deal) WHERE d.upfront_musd > 100 RETURN d ORDER BY d.announced, d.id LIMIT 10;
MATCH (d:Deal) RETURN collect([d.id, d.announced, d.upfront_musd]) AS page LIMIT 1;
CALL db.schema.visualization();
MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS;
