// Package smtpd is a small mail server for tests (测试邮件服务器): encrypted, it
// keeps what it takes, and behaves badly towards some addresses.
package smtpd
