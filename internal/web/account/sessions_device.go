package account

import (
	"strings"

	"zaemme/internal/i18n"
)

// known are the words by which browsers and systems name themselves, the special
// before the general: Edge also says Chrome, and Chrome also says Safari.
var (
	browsers = [][2]string{
		{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"},
		{"Mac OS X", "Mac"}, {"Linux", "Linux"},
	}
)

// deviceWords is a User-Agent in words that its owner recognises: «Firefox,
// Windows». Text of unknown form is not shown: anybody can send anything.
func deviceWords(l *i18n.Printer, agent string) string {
	browser, system := named(browsers, agent), named(systems, agent)
	switch {
	case browser != "" && system != "":
		return browser + ", " + system
	case browser+system != "":
		return browser + system
	default:
		return l.T("access.device.unknown")
	}
}

func named(list [][2]string, agent string) string {
	for _, pair := range list {
		if strings.Contains(agent, pair[0]) {
			return pair[1]
		}
	}
	return ""
}
