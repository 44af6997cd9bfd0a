package browser

import (
	"fmt"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	cdpbrowser "github.com/chromedp/cdproto/browser"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// events is what a tab has told so far.
type events struct {
	mu        sync.Mutex
	news      chan struct{} // closed and renewed at each event that somebody may await
	loads     int           // documents loaded
	answer    int64         // status of the last document
	document  string        // its address
	troubles  []string
	downloads map[string]*download // by Chromium's number of them
	last      string
}

type download struct{ name, state string }

func newEvents() *events {
	return &events{news: make(chan struct{}), downloads: map[string]*download{}}
}

// take must not block: it runs in the library's reading loop.
func (e *events) take(event any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch event := event.(type) {
	case *cdppage.EventLoadEventFired:
		e.loads++
	case *network.EventResponseReceived:
		if event.Type == network.ResourceTypeDocument {
			e.answer, e.document = event.Response.Status, event.Response.URL
		}
		return
	case *cdpbrowser.EventDownloadWillBegin:
		e.downloads[event.GUID], e.last = &download{name: event.SuggestedFilename}, event.GUID
	case *cdpbrowser.EventDownloadProgress:
		if d := e.downloads[event.GUID]; d != nil {
			d.state = event.State.String()
		}
	default:
		e.trouble(event)
		return
	}
	close(e.news)
	e.news = make(chan struct{})
}

// trouble notes what a person would find red in the console. The status of the
// document itself is judged by the test; what a script sends and gets back (409,
// 422), or cannot send because the test has cut the network, is none.
func (e *events) trouble(event any) {
	switch event := event.(type) {
	case *cdplog.EventEntryAdded:
		entry := event.Entry
		if entry.Level == cdplog.LevelError && !expected(entry.Text) && (entry.Source != cdplog.SourceNetwork || entry.URL != e.document) {
			e.troubles = append(e.troubles, fmt.Sprintf("%s: %s %s", entry.Source, entry.Text, entry.URL))
		}
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.APITypeError {
			var parts []string
			for _, a := range event.Args {
				parts = append(parts, string(a.Value)+a.Description)
			}
			e.troubles = append(e.troubles, "console: "+strings.Join(parts, " "))
		}
	case *runtime.EventExceptionThrown:
		e.troubles = append(e.troubles, "exception: "+event.ExceptionDetails.Error())
	case *audits.EventIssueAdded:
		if d := event.Issue.Details; event.Issue.Code == audits.InspectorIssueCodeContentSecurityPolicyIssue && d != nil {
			if csp := d.ContentSecurityPolicyIssueDetails; csp != nil && !ours(csp) {
				e.troubles = append(e.troubles, fmt.Sprintf("policy: %s blocks %s (%s)", csp.ViolatedDirective, csp.BlockedURL,
					csp.ContentSecurityPolicyViolationType))
			}
		}
	}
}

func expected(text string) bool {
	return strings.Contains(text, "status of 422") || strings.Contains(text, "status of 409") || strings.Contains(text, "net::ERR_INTERNET_DISCONNECTED")
}

// ours is what the test itself evaluated in the page.
func ours(d *audits.ContentSecurityPolicyIssueDetails) bool {
	return d.ContentSecurityPolicyViolationType == audits.ContentSecurityPolicyViolationTypeKEvalViolation && d.SourceCodeLocation == nil
}

func (e *events) status() int64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.answer
}

func (e *events) loaded() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.loads
}

// until waits for done, asked under the lock after each event.
func (p *Page) until(what string, done func(e *events) bool) {
	p.t.Helper()
	deadline := after(wait)
	for {
		p.seen.mu.Lock()
		ok, news := done(p.seen), p.seen.news
		p.seen.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-news:
		case <-deadline:
			p.fail("%s did not happen within %s", what, wait)
		}
	}
}

// Status is the HTTP status of the page shown.
func (p *Page) Status() int { return int(p.seen.status()) }

func (p *Page) reportTroubles() {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	for _, text := range p.seen.troubles {
		p.t.Errorf("browser: the page logged: %s", text)
	}
}
