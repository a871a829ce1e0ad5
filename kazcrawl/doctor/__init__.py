"""What ``scrapy doctor`` looks at: the machine, and one page of everything on the site."""
