// Package esign speaks with the outside electronic-signature service (电子签名服务):
// it asks for a signature over the digest of a paper and brings back what the
// service says: the signature with the signer's certificate, or a refusal.
//
// Every fulfilment keeps the promises of contract_test.go: the same question
// twice is one, an answer carries the key of its question and an id of its own,
// the same for an answer that is sent again, and the signature is over the
// digest that was asked. What comes back is checked where it is taken
// (chain/utilization/hall): nobody trusts the service to have done it right.
//
// What ships is a fake for the demo and the tests, whose authority is no
// authority: it says so in every certificate. A certificate of it is worth
// nothing outside them. Where no service is contracted, staff enter what was
// signed on paper.
package esign
